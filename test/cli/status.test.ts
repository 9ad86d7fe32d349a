import assert from "node:assert/strict";

import { LockHistory } from "../support/lock-history";
import { projects } from "../support/project";

interface Status {
    readonly stack: string;
    readonly pins: readonly {
        part: string;
        version: string;
        ends: string | null;
        faults: readonly string[];
    }[];
    readonly mend: { readonly version: string; readonly mends: readonly string[] } | null;
    readonly action: string;
    readonly free: string | null;
    readonly blocked: readonly string[];
    readonly held: readonly string[];
}

describe("windlass status", () => {
    const fresh = projects();

    it("says when pins end, what mends them, what a stack waits for and when it is free", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.write("staging", { controlPlane: "1.30.5", proxies: "1.30.5" });
        history.write("dev", { controlPlane: "1.31.0", proxies: "1.31.0" });
        const run = await project.run("status", "--json", "--at", "2026-10-05");
        const [dev, , staging] = JSON.parse(run.printed) as readonly Status[];

        assert.equal(run.status, 0);
        assert.deepEqual(
            dev?.pins.map(({ part, version, ends }) => [part, version, ends]),
            [
                ["control-plane", "1.31.0", "2027-02 (expected)"],
                ["proxies", "1.31.0", "2027-02 (expected)"],
                ["flux", "2.9.4", null],
                ["flux-operator", "0.58.1", null],
                ["flagger", "1.44.0", null],
            ],
        );
        assert.equal(dev.mend?.version, "1.31.1");
        assert.deepEqual([dev.action, dev.free], ["step", "2026-10-05"]);
        assert.deepEqual([staging?.action, staging?.free, staging?.mend], ["held", null, null]);
        assert.match(
            staging?.blocked.join() ?? "",
            /dev \(wave 0\) runs the control plane 1\.31\.0, and wave 1 follows it/,
        );
    });

    it("names the day on which a soak ends, and what is held", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.write("staging", { controlPlane: "1.30.5", proxies: "1.30.5" });
        const waiting = await project.run("status", "--stack", "staging", "--at", "2026-10-05");
        assert.match(waiting.printed, /^ {2}next +free on 2026-10-\d\d, if nothing else changes$/m);
        assert.match(waiting.printed, /^ {2}blocked by +dev \(wave 0\) runs 1\.31\.1 since 2026-10-01/m);

        await project.run(
            "hold",
            "add",
            "--stack",
            "staging",
            "--version",
            "1.31.1",
            "--reason",
            "slow",
            "--at",
            "2026-10-05",
        );
        const held = await project.run("status", "--stack", "staging", "--at", "2026-10-05");
        assert.match(
            held.printed,
            /^ {2}held +istio 1\.31\.1: it is held in staging since 2026-10-05: slow$/m,
        );
    });
});
