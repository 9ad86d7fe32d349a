import assert from "node:assert/strict";

import { branchOf, workflowOf } from "../../cli/forge-options";

describe("branchOf", () => {
    it("is the one that is named, else the one the workflow runs on", () => {
        assert.equal(branchOf("--base", "main", { branch: "x" }), "main");
        assert.equal(branchOf("--base", undefined, { branch: "x" }), "x");
    });

    for (const name of [undefined, "", "-x", "a..b", "$(id)"])
        it(`is never ${JSON.stringify(name)}`, () =>
            assert.throws(() => branchOf("--base", name, {}), /is no branch to merge into/));
});

describe("workflowOf", () => {
    it("is the name of a file, or nothing", () => {
        assert.equal(workflowOf("--start", "update-istio.yaml"), "update-istio.yaml");
        assert.equal(workflowOf("--start", undefined), undefined);
        assert.throws(() => workflowOf("--start", "../x.yaml"), /--start: .*is no file name of a workflow/);
    });
});
