import assert from "node:assert/strict";

import { NO_EVIDENCE, goodEvidence } from "../../../lifecycle/evidence/evidence-book";
import type { Moment } from "../../../lifecycle/versions/request";
import { bookOf } from "../../support/seen";
import { evidence, lock } from "./example-evidence";

/** Why it may not be relied on; `good` where it may. */
function judged(at: Moment, evidenceAge?: string): string {
    const found = goodEvidence(bookOf([evidence], at), { stack: "dev", lock, evidenceAge });
    return "fault" in found ? found.fault.replace(/: run .*/, "") : "good";
}

const at = (text: string, asked = false): Moment => ({ time: Date.parse(text), asked });

describe("goodEvidence", () => {
    const cases: readonly (readonly [what: string, moment: Moment, age: string | undefined, said: string])[] =
        [
            ["relies on what is a day old, by default", at("2026-11-25T12:00:00Z"), undefined, "good"],
            [
                "does not on what is older",
                at("2026-11-25T12:00:01Z"),
                undefined,
                "dev was last seen on 2026-11-24T12:00:00Z, more than 1d ago",
            ],
            [
                "goes by the stack's own age",
                at("2026-11-24T15:00:00Z"),
                "2h",
                "dev was last seen on 2026-11-24T12:00:00Z, more than 2h ago",
            ],
            ["takes a day that is named for all of it", at("2026-11-24T00:00:00Z", true), "1h", "good"],
            ["and counts its age from the day's start", at("2026-11-25T00:00:00Z", true), undefined, "good"],
            [
                "does not take tomorrow for today",
                at("2026-11-23T00:00:00Z", true),
                undefined,
                "dev was seen on 2026-11-24T12:00:00Z, which is still to come",
            ],
        ];
    for (const [what, moment, age, said] of cases) it(what, () => assert.equal(judged(moment, age), said));

    it("has nothing of a stack nobody has looked at", () => {
        assert.deepEqual(goodEvidence(NO_EVIDENCE, { stack: "dev", lock }), {
            fault: "nothing was seen of dev yet: run npm run -s windlass -- status --stack dev --record",
        });
    });
});
