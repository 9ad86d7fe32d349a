import assert from "node:assert/strict";

import { knownStops } from "../../../lifecycle/upgrade/known-stops";
import { momentOf } from "../../../lifecycle/versions/request";
import { DAY, catalog, request } from "../../support/stack-pins";

describe("knownStops", () => {
    const stops = knownStops(request("1.20.0"), catalog, momentOf(DAY));

    it("names the best release of a minor, and one that may not be picked where there is no other", () => {
        assert.deepEqual(stops("1.31"), { version: "1.31.1" });
        assert.ok("version" in stops("1.21"));
    });

    it("has none of a minor nobody knows", () => {
        assert.ok("reason" in stops("1.99"));
    });
});
