import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { run } from "../../cli/main";
import type { Terminal } from "../../cli/terminal";

const ROOT = join(__dirname, "../..");

interface Answer {
    readonly status: number;
    readonly printed: string;
    readonly noted: string;
}

async function ask(...args: readonly string[]): Promise<Answer> {
    const printed: string[] = [];
    const noted: string[] = [];
    const terminal: Terminal = {
        print: (text) => void printed.push(text),
        note: (text) => void noted.push(text),
        progress: () => undefined,
        paint: (_tone, text) => text,
    };
    const status = await run(["resolve", ...args], terminal, new AbortController().signal);
    return { status, printed: printed.join("\n"), noted: noted.join("\n") };
}

const AT = ["--at", "2026-11-21"];

const versions: readonly (readonly [args: string, version: string | null])[] = [
    ["--range ~1.31", "1.31.1"],
    ["--range >=1.29_<1.32 --current 1.29.8 --sidecars 1.29.8 --kubernetes v1.34.2-gke.100", "1.30.5"],
    ["--range >=1.29_<1.32 --current 1.30.5 --sidecars 1.30.5,1.30.4 --sidecars 1.29.8", "1.30.5"],
    ["--range >=1.29_<1.32 --current 1.29.8 --strategy revisions", "1.31.1"],
    ["--range >=1.29_<1.32 --current 1.29.8 --sidecars 1.29.8 --strategy revisions", "1.31.1"],
    ["--range >=1.29_<1.32 --current 1.29.8 --sidecars 1.29.8 --strategy in-place", "1.30.5"],
    ["--range ~1.31 --minimum-age 9999d", null],
    ["--range ~1.31 --kubernetes 1.31", null],
    ["--range ~1.31 --sidecars=", "1.31.1"],
    // A variant is no part of the version: this is the stable 1.30.5, one minor below.
    ["--range >=1.29_<1.32 --current 1.30.5-distroless", "1.31.1"],
    ["--range >=1.29_<1.32 --current 1.29.8-debug", "1.30.5"],
    ["--stack production", "1.31.1"],
    ["--stack production --range ~1.28", null],
];

const bad: readonly (readonly [args: string, complaint: string])[] = [
    ["", "--range: A range is needed. Give one such as --range ~1.31, or a --stack."],
    [
        "--range *",
        '--range: "*": is too broad: a range needs a lower bound. Write a range such as ~1.31 or >=1.30.5 <1.32.',
    ],
    ["--range=", '--range: "": must not be empty. Write a range such as ~1.31 or >=1.30.5 <1.32.'],
    [
        "--range <1.32",
        '--range: "<1.32": is too broad: a range needs a lower bound. Write a range such as ~1.31 or >=1.30.5 <1.32.',
    ],
    [
        "--range ~1.31 --at 2026-02-30",
        '--at: "2026-02-30": must be a day of the calendar. Write it as 2026-10-01.',
    ],
    [
        "--range >=1.31.5_<1.31.2",
        '--range: ">=1.31.5 <1.31.2": no version can satisfy this range. Write a range such as ~1.31 or >=1.30.5 <1.32.',
    ],
    [
        "--range >=9007199254740991.0.0",
        '--range: ">=9007199254740991.0.0": no version can satisfy this range. Write a range such as ~1.31 or >=1.30.5 <1.32.',
    ],
    ["--stack nowhere", '--stack: "nowhere": There is no such stack. Stacks are dev, production, staging.'],
    ["--range ~1.31 --current 1.31", '--current: "1.31": must be an exact version. Write it as 1.31.1.'],
    ["--range ~1.31 --sidecars 1.31.1,,", '--sidecars: "": must be an exact version. Write it as 1.31.1.'],
    [
        "--range ~1.31 --sidecars 1.31.1,$(id)",
        '--sidecars: "$(id)": must be an exact version. Write it as 1.31.1.',
    ],
    [
        "--range ~1.31 --strategy canary",
        '--strategy: "canary": There is no such strategy. Choose in-place or revisions.',
    ],
    [
        "--range ~1.31 --minimum-age 3",
        '--minimum-age: "3": must be a duration of days, hours or minutes. Write it as 3d, 36h or 90m.',
    ],
    [
        "--range ~1.31 --kubernetes 1.x",
        '--kubernetes: "1.x": must be a Kubernetes version. Write the minor version in quotes, such as "1.34", or all that kubectl version prints.',
    ],
];

/** `_` stands for a blank inside an argument. */
function words(args: string): readonly string[] {
    return args === "" ? [] : args.split(" ").map((word) => word.replaceAll("_", " "));
}

describe("windlass resolve", () => {
    for (const [args, version] of versions) {
        it(`answers ${args} with ${version ?? "nothing"}`, async () => {
            const { status, printed, noted } = await ask(...words(args), ...AT, "--json");
            const document = JSON.parse(printed) as Readonly<Record<string, unknown>>;

            assert.deepEqual(Object.keys(document), ["version", "rejected", "warnings", "catalog"]);
            assert.equal(document["version"], version);
            assert.equal(document["catalog"], "2026-10-01");
            assert.equal(status, version === null ? 3 : 0);
            assert.equal(noted, "");
        });
    }

    for (const [args, complaint] of bad) {
        it(`complains of ${JSON.stringify(args)}`, async () => {
            assert.deepEqual(await ask(...words(args), "--json"), {
                status: 2,
                printed: "",
                noted: complaint,
            });
        });
    }

    it("lists each rejected release with its gate and reason", async () => {
        const { printed } = await ask("--range", "~1.31", ...AT, "--json");
        const { rejected } = JSON.parse(printed) as { rejected: readonly Readonly<Record<string, string>>[] };

        assert.equal(rejected.length, 458);
        assert.deepEqual(rejected[0], {
            version: "1.31.0",
            gate: "bulletin",
            reason: "GHSA-qm8v-g4f9-qhjx of 2026-09-21 (CVSS 6.8) affects it, as does ISTIO-RN-2026-annotation-injection",
        });
        assert.ok(rejected.every((rejection) => Object.keys(rejection).join() === "version,gate,reason"));
    });

    it("answers in a process of its own without loading Pulumi or a YAML library", () => {
        const script = [
            'require("tsx/cjs");',
            'require("./cli/main.ts").main(["resolve", "--range", "~1.31", "--at", "2026-11-21", "--json"]).then(() => {',
            "    const heavy = Object.keys(require.cache).filter((path) => /node_modules.(@pulumi|yaml)./.test(path));",
            "    process.stderr.write(String(heavy.length));",
            "});",
        ].join("\n");
        const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", script], {
            cwd: ROOT,
            encoding: "utf8",
        });

        assert.deepEqual(
            { status, stderr, version: (JSON.parse(stdout) as { version: string }).version },
            { status: 0, stderr: "0", version: "1.31.1" },
        );
    });
});
