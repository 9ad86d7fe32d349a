import assert from "node:assert/strict";

import type { JudgeEvidenceArgs } from "../../../lifecycle/evidence/judge-evidence";
import { evidenceFault, recordCommand } from "../../../lifecycle/evidence/judge-evidence";
import { exampleLock } from "../../support/example-stack";
import { evidence, lock } from "./example-evidence";

const HOUR = 3_600_000;
const SEEN = Date.parse(evidence.seen);
const args: JudgeEvidenceArgs = {
    stack: "dev",
    lock,
    evidence,
    at: SEEN + HOUR,
    longest: { text: "1d", milliseconds: 24 * HOUR },
};

describe("evidenceFault", () => {
    const get = "run npm run -s windlass -- status --stack dev --record";
    const cases: readonly (readonly [string, Partial<JudgeEvidenceArgs>, string | undefined])[] = [
        ["passes what is fresh", {}, undefined],
        ["passes what is as old as it may be", { at: SEEN + 24 * HOUR }, undefined],
        ["passes a clock that is a little ahead", { at: SEEN - 60_000 }, undefined],
        ["misses it", { evidence: undefined }, `nothing was seen of dev yet: ${get}`],
        [
            "refuses what is old",
            { at: SEEN + 25 * HOUR },
            `dev was last seen on 2026-11-24T12:00:00Z, more than 1d ago: ${get}`,
        ],
        [
            "refuses what is still to come",
            { at: SEEN - HOUR },
            `dev was seen on 2026-11-24T12:00:00Z, which is still to come: ${get}`,
        ],
        [
            "refuses what saw another lock",
            { lock: exampleLock("1.31.1", "1.31.0") },
            `dev was last seen on 2026-11-24T12:00:00Z with other pins than its lock has now: ${get}`,
        ],
        [
            "refuses another stack's",
            { evidence: { ...evidence, stack: "staging" } },
            `what was seen is of staging, not of dev: ${get}`,
        ],
    ];
    for (const [title, change, said] of cases) {
        it(title, () => {
            assert.equal(evidenceFault({ ...args, ...change }), said);
        });
    }
});

describe("recordCommand", () => {
    it("names the stack", () => {
        assert.equal(recordCommand("dev"), "npm run -s windlass -- status --stack dev --record");
    });
});
