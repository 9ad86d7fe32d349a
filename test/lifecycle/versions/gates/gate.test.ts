import assert from "node:assert/strict";

import { toCandidate } from "../../../../lifecycle/versions/catalog-index";
import { apartFrom, concerning, isCurrent } from "../../../../lifecycle/versions/gates/gate";
import { GATES, TOOL_GATES } from "../../../../lifecycle/versions/gates/gates";
import { contextOf } from "../example-catalog";

describe("isCurrent", () => {
    it("is true of the pin alone", () => {
        const context = contextOf({ current: "1.31.1" });

        assert.equal(isCurrent(toCandidate({ version: "1.31.1" }), context), true);
        assert.equal(isCurrent(toCandidate({ version: "1.31.0" }), context), false);
        assert.equal(isCurrent(toCandidate({ version: "1.31.1" }), contextOf()), false);
    });
});

describe("what gates concern", () => {
    const names = (gates: typeof GATES): readonly string[] => gates.map(({ name }) => name);
    const cases = {
        request: ["stable", "range"],
        change: ["hold", "age", "step", "downgrade", "catalog"],
        distance: ["skew", "pair", "step"],
        standing: ["support", "bulletin", "kubernetes", "client"],
        proxies: ["exists", "support", "bulletin", "client"],
    } as const;
    for (const [concern, expected] of Object.entries(cases)) {
        it(`is ${concern} of some, and of no others`, () => {
            const named = concern as keyof typeof cases;
            assert.deepEqual(names(concerning(GATES, named)), expected);
            const others = names(GATES).filter((name) => !(expected as readonly string[]).includes(name));
            assert.deepEqual(names(apartFrom(GATES, named)), others);
        });
    }

    it("says of a tool's pin that stands what may become wrong with it", () => {
        assert.deepEqual(names(concerning(TOOL_GATES, "standing")), ["support", "kubernetes"]);
    });
});
