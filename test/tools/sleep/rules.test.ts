import assert from "node:assert/strict";

import { type Look, Rules, analysesOf, failedOf } from "../../../tools/sleep/rules";

const LIMITS = { maxAnalyses: 2, failureBudget: 1 };

function look(more: Partial<Look> = {}): Look {
    return {
        istiods: new Map([["istiod", ["1.31.1"]]]),
        proxies: [{ pod: "a", version: "1.31.0", asks: "istiod" }],
        phases: { Initialized: 5 },
        moved: 0,
        ...more,
    };
}

describe("the rules of a night", () => {
    it("are kept by a fleet at rest, and by as many analyses as the cap has", () => {
        const rules = new Rules(LIMITS);
        assert.deepEqual(rules.broken(look()), []);
        assert.deepEqual(rules.broken(look({ phases: { Progressing: 1, Finalising: 1, Failed: 1 } })), []);
    });

    it("name a proxy that is newer than its istiod", () => {
        const proxies = [{ pod: "a", version: "1.31.2", asks: "istiod" }];
        assert.match(new Rules(LIMITS).broken(look({ proxies })).join(), /a has 1\.31\.2, newer than istiod/);
    });

    it("name analyses above the cap, in whichever phase", () => {
        const phases = { Progressing: 1, Promoting: 1, Waiting: 1, Succeeded: 9 };
        assert.equal(analysesOf({ phases }), 3);
        assert.deepEqual(new Rules(LIMITS).broken(look({ phases })), [
            "3 analyses are under way, and 2 may be",
        ]);
    });

    it("let nobody move on once more have failed than the budget has, until they have not any more", () => {
        const rules = new Rules(LIMITS);
        assert.equal(failedOf({ phases: { Failed: 2 } }), 2);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 1 }, moved: 7 })), []);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 2 }, moved: 9 })), []);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 2 }, moved: 9 })), []);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 3 }, moved: 11 })), [
            "2 workloads moved on after 3 canaries had failed",
        ]);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 3 }, moved: 0 })), []);
        assert.deepEqual(rules.broken(look({ phases: { Failed: 1 }, moved: 12 })), []);
    });
});
