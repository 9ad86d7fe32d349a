import assert from "node:assert/strict";

import { expiredWaiver, isWaived, ownWaiver } from "../../../../lifecycle/versions/gates/waivers";
import { contextOf } from "../example-catalog";

describe("waivers", () => {
    const waiver = { id: "support", reason: "bought", expires: "2026-12-31" };

    it("hold for their id, with a reason, to the end of their last day", () => {
        assert.equal(isWaived("support", contextOf({ waivers: [waiver] }, "2026-12-31")), true);
        assert.equal(isWaived("support", contextOf({ waivers: [waiver] }, "2027-01-01")), false);
        assert.equal(isWaived("age", contextOf({ waivers: [waiver] })), false);
        assert.equal(isWaived("support", contextOf({ waivers: [{ ...waiver, reason: "" }] })), false);
        assert.equal(isWaived("support", contextOf()), false);
    });

    it("are named when they have expired", () => {
        assert.equal(
            expiredWaiver("support", contextOf({ waivers: [waiver] }, "2027-01-01")),
            " (its waiver expired on 2026-12-31)",
        );
        assert.equal(expiredWaiver("support", contextOf({ waivers: [waiver] }, "2026-12-31")), "");
        assert.equal(expiredWaiver("support", contextOf()), "");
    });

    it("of a gate's own name help until they are in force", () => {
        assert.deepEqual(ownWaiver("support", contextOf()), ["support"]);
        assert.deepEqual(ownWaiver("support", contextOf({ waivers: [waiver] })), []);
    });
});
