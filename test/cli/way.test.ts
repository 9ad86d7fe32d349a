import assert from "node:assert/strict";

import { projects } from "../support/project";

interface Way {
    readonly to: string;
    readonly steps: readonly { readonly part: string; readonly to: string }[];
    readonly stops: readonly { readonly version: string; readonly upgrade?: string }[];
}

describe("windlass way", () => {
    const fresh = projects();
    const ask = (...args: string[]) => fresh().run("way", ...args, "--at", "2026-10-05");

    it("leads from 1.19.3 with proxies 1.18.5 to a supported release, with the Kubernetes it takes", async () => {
        const { status, printed } = await ask(
            "--from",
            "1.19.3",
            "--proxies",
            "1.18.5",
            "--kubernetes",
            "1.26",
            "--json",
        );
        const { to, steps, stops } = JSON.parse(printed) as Way;

        assert.deepEqual([status, to, steps.length, stops.length], [0, "1.31.1", 25, 13]);
        assert.deepEqual([steps[0]?.part, steps[0]?.to], ["proxies", "1.19.3"]);
        assert.deepEqual(
            stops.flatMap(({ version, upgrade }) =>
                upgrade === undefined ? [] : [`${version} at ${upgrade}`],
            ),
            [
                "1.22.8 at 1.27",
                "1.24.6 at 1.28",
                "1.25.5 at 1.29",
                "1.28.10 at 1.30",
                "1.29.8 at 1.31",
                "1.30.5 at 1.32",
            ],
        );
    });

    it("passes minors over by revision, and prints a table", async () => {
        const { status, printed } = await ask(
            "--from",
            "1.28.3",
            "--strategy",
            "revisions",
            "--kubernetes",
            "1.30",
        );

        assert.equal(status, 0);
        assert.match(printed, /^1\.28\.3 → 1\.31\.1, revisions, 6 steps$/m);
        assert.match(printed, /^1 +control plane +1\.28\.3 → 1\.30\.5 +first to 1\.32 /m);
    });

    it("moves proxies in cohorts, and the pin after the last of them", async () => {
        const { printed } = await ask("--from", "1.30.5", "--shares", "5,50", "--json");
        const { steps } = JSON.parse(printed) as { steps: readonly { part: string; through?: string }[] };

        assert.deepEqual(
            steps.map(({ part, through }) => through ?? part),
            ["control-plane", "5%", "50%", "100%", "proxies"],
        );
        const table = await ask("--from", "1.30.5", "--shares", "5,50");
        assert.match(table.printed, /^3 +proxies, cohort 50% /m);
    });

    for (const [args, expected, message] of [
        [["--from", "1.19.3", "--shares", "20,5"], 2, /--shares: "20,5": must be whole percents/],
        [["--from", "1.19.3", "--shares", "x"], 2, /--shares: "x": must be whole percents/],
        [["--from", "1.31.1"], 0, /nothing to do/],
        [["--from", "1.99999.0", "--to", "1.31.1"], 3, /no way to 1\.31\.1/],
        [["--from", "1.19.3", "--proxies", "1.20.0", "--to", "1.31.1"], 3, /no way to/],
        [["--from", "2.0.0"], 3, /No release from 2\.0\.0 on may be picked/],
        [[], 2, /--from: A version is needed/],
        [["--from", "1.19"], 2, /--from: "1\.19": must be an exact version/],
        [["--from", "1.19.3", "--strategy", "x"], 2, /--strategy: "x": There is no such strategy/],
        [["--from", "1.19.3", "--kubernetes", "x"], 2, /--kubernetes: "x": must be a Kubernetes version/],
    ] as const) {
        it(`ends with ${expected} for ${args.join(" ")}`, async () => {
            const { status, printed, noted } = await ask(...args);

            assert.equal(status, expected, printed + noted);
            assert.match(printed + noted, message);
        });
    }
});
