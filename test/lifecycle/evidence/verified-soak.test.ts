import assert from "node:assert/strict";

import type { Evidence, VerifiedRun } from "../../../lifecycle/evidence/evidence";
import { verifiedSoak } from "../../../lifecycle/evidence/verified-soak";
import { evidence } from "./example-evidence";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-01T00:00:00Z");

function seen(...runs: readonly (readonly [version: string, from: number, to: number])[]): Evidence {
    const moment = (hours: number): string => new Date(START + hours * HOUR).toISOString();
    const verified = runs.map(([version, from, to]): VerifiedRun => ({
        part: "proxies",
        version,
        from: moment(from),
        to: moment(to),
    }));
    return { ...evidence, verified };
}

describe("verifiedSoak", () => {
    const cases: readonly (readonly [string, Evidence, number | undefined])[] = [
        ["is the time of its run", seen(["1.31.1", 0, 72]), 72],
        ["is nothing at the first look", seen(["1.31.1", 5, 5]), 0],
        ["is unknown of what never ran", seen(["1.31.0", 0, 72]), undefined],
        ["goes on with a later patch", seen(["1.31.1", 0, 40], ["1.31.2", 50, 90]), 90],
        ["ends where nobody looked for long", seen(["1.31.1", 0, 40], ["1.31.2", 80, 90]), 40],
        ["ends with the minor", seen(["1.31.1", 0, 40], ["1.32.0", 45, 90]), 40],
        ["ends with an older patch", seen(["1.31.1", 0, 40], ["1.31.0", 45, 90]), 40],
        [
            "begins anew with a version that came back",
            seen(["1.31.1", 0, 40], ["1.31.0", 45, 50], ["1.31.1", 55, 60]),
            5,
        ],
    ];
    for (const [title, of, hours] of cases) {
        it(title, () => {
            const expected = hours === undefined ? undefined : hours * HOUR;
            assert.equal(verifiedSoak(of, "proxies", "1.31.1"), expected);
        });
    }

    it("is of one part alone", () => {
        assert.equal(verifiedSoak(seen(["1.31.1", 0, 72]), "control-plane", "1.31.1"), undefined);
    });

    it("goes on to a moment to come, where the last look saw it", () => {
        const until = START + 100 * HOUR;
        const last = { ...seen(["1.31.1", 0, 40]), seen: new Date(START + 40 * HOUR).toISOString() };
        assert.equal(verifiedSoak(last, "proxies", "1.31.1", until), 100 * HOUR);
        assert.equal(verifiedSoak(seen(["1.31.1", 0, 40]), "proxies", "1.31.1", until), 40 * HOUR);
    });
});
