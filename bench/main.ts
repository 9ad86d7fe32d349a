import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

import { runIstioctl } from "../adapters/istioctl/run";
import { benchInject } from "./inject";
import { describeMachine } from "./measure";
import { benchRender } from "./render";
import { type VersionedIstioctl, benchSize } from "./size";

const HELP = `npm run bench [-- --quick] [-- --only inject|render|size]
Needs ISTIOCTL, the path of the istioctl the locks pin. With ISTIOCTL_FROM, one of another version, it also shows what a
move from that one changes. --quick measures a tenth: it shows that the benchmark runs, and no more.
--sizes 300,3000,10000 are the numbers of workloads to render.
`;

/** Prints the tables of docs/benchmarks.md. All ratios are of one run. */
async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            quick: { type: "boolean" },
            sizes: { type: "string", default: "300,3000,10000" },
            only: { type: "string" },
            help: { type: "boolean" },
        },
    });
    const to = process.env["ISTIOCTL"];
    if (values.help || to === undefined || to === "") {
        process.stdout.write(HELP);
        process.exitCode = values.help ? 0 : 2;
        return;
    }
    const from = process.env["ISTIOCTL_FROM"];
    const workloads = values.quick ? 300 : 3000;
    const benches: Readonly<Record<string, () => Promise<string>>> = {
        inject: () =>
            benchInject({
                istioctl: to,
                workloads,
                sample: values.quick ? 5 : 60,
                streams: availableParallelism(),
            }),
        render: () => benchRender({ istioctl: to, sizes: values.quick ? [100, 300] : sizes(values.sizes) }),
        size: async () =>
            benchSize({
                workloads,
                from: await versioned(from === undefined || from === "" ? to : from),
                to: await versioned(to),
            }),
    };
    for (const [name, run] of Object.entries(benches)) {
        if (values.only !== undefined && values.only !== name) continue;
        process.stdout.write(`${describeMachine()}\n${await run()}\n\n`);
    }
}

function sizes(text: string): readonly number[] {
    return text.split(",").map(Number);
}

async function versioned(path: string): Promise<VersionedIstioctl> {
    const { stdout } = await runIstioctl({
        istioctl: path,
        args: ["version", "--remote=false", "--short=true"],
    });
    return { path, version: /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "" };
}

void main();
