import assert from "node:assert/strict";

import { type WideningProposal, proposeWider } from "../../../lifecycle/versions/proposal";
import { type ResolveRequest, momentOf } from "../../../lifecycle/versions/request";
import { resolve } from "../../../lifecycle/versions/resolve";
import { realCatalog } from "./example-catalog";

function proposed(request: ResolveRequest, day = "2026-10-01"): WideningProposal | undefined {
    const at = momentOf(day);
    return proposeWider(request, realCatalog, at, resolve(request, realCatalog, at));
}

describe("proposeWider", () => {
    it("names the better release out of range, and what it would mean", () => {
        assert.deepEqual(proposed({ range: "~1.30", current: "1.30.5" }), {
            version: "1.31.1",
            range: "~1.30 || ~1.31",
            meaning: [
                "from 1.30.5 it is 1 minor up",
                "1.31 is supported until 2027-02 (expected)",
                "1.31 runs on Kubernetes 1.32 to 1.37",
            ],
        });
    });

    it("proposes only what every other gate lets pass", () => {
        assert.equal(proposed({ range: "~1.29", current: "1.29.8" })?.version, "1.30.5");
        assert.equal(proposed({ range: "~1.30", kubernetes: "1.31" })?.version, "1.29.8");
        assert.equal(proposed({ range: "~1.30", current: "1.30.5", kubernetes: "1.31" }), undefined);
    });

    it("proposes nothing where nothing is gained, or the catalog is too old to tell", () => {
        assert.equal(proposed({ range: "~1.31" }), undefined);
        assert.equal(proposed({ range: "~1.30" }, "2027-02-01"), undefined);
    });
});
