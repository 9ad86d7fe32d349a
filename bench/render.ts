import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { table } from "../cli/table";
import { exponent, seconds } from "./measure";
import type { RenderCost } from "./render-size";

export interface RenderBenchArgs {
    readonly istioctl: string;
    /** Numbers of workloads, from few to many. */
    readonly sizes: readonly number[];
}

/** MiB. The SDK's test monitor keeps all it was told, so 10,000 workloads do not fit into Node's default. */
const HEAP = 8192;

/**
 * Rendering a stack, against registering as many bare resources with the SDK's own test monitor. Each size has a process
 * of its own, so that none pays for the garbage of another.
 */
export async function benchRender({ istioctl, sizes }: RenderBenchArgs): Promise<string> {
    const rows: string[][] = [];
    let smaller: readonly [number, number] | undefined;
    for (const size of sizes) {
        const { workloads, objects, bare, program, files } = await costOfSize(size, istioctl);
        const here = [workloads, program.cpu + files.cpu] as const;
        rows.push([
            String(workloads),
            String(objects),
            seconds(bare.cpu),
            seconds(program.cpu),
            (program.cpu / bare.cpu).toFixed(2),
            seconds(files.cpu),
            (here[1] / bare.cpu).toFixed(2),
            smaller ? exponent(smaller, here).toFixed(2) : "",
        ]);
        smaller = here;
    }
    const header = [
        "RENDER (CPU)",
        "OBJECTS",
        "BARE",
        "PROGRAM",
        "x BARE",
        "FILES",
        "BOTH x BARE",
        "EXPONENT",
    ];
    return table(header, rows);
}

async function costOfSize(size: number, istioctl: string): Promise<RenderCost> {
    const program = join(__dirname, "render-size.ts");
    const { stdout } = await promisify(execFile)(
        process.execPath,
        [`--max-old-space-size=${HEAP}`, "--import", "tsx", program, String(size)],
        { cwd: join(__dirname, ".."), env: { ...process.env, ISTIOCTL: istioctl } },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as RenderCost;
}
