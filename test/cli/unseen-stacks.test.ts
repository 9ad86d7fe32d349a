import assert from "node:assert/strict";

import { unseenStacks } from "../../cli/unseen-stacks";

describe("unseenStacks", () => {
    it("names those whose days decide, and of many the first", () => {
        const fleet = ["a", "b", "c", "d", "e", "f"].map((stack) => ({ stack, evidence: "none" as const }));
        assert.equal(
            unseenStacks([{ stack: "z", evidence: "required" }, ...fleet]),
            "evidence: of a, b, c, d, e and 1 more the days of the lock decide, not what runs: windlass:fleet.evidence is none.",
        );
        assert.match(unseenStacks(fleet.slice(0, 2)) ?? "", /^evidence: of a, b the days/);
    });

    it("says nothing where evidence is required of all", () => {
        assert.equal(unseenStacks([{ stack: "z", evidence: "required" }]), undefined);
    });
});
