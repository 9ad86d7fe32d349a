import assert from "node:assert/strict";

import {
    WORKLOAD_KUSTOMIZATIONS,
    namespaceKustomizationName,
} from "../../../components/flux/kustomization-names";

describe("namespaceKustomizationName", () => {
    it("is no longer than a label's value, and tells long names apart", () => {
        const long = "n".repeat(62);
        const names = ["prod", "n".repeat(53), `${long}a`, `${long}b`].map(namespaceKustomizationName);

        assert.equal(names[0], "workloads-prod");
        assert.equal(names[1], `workloads-${"n".repeat(53)}`);
        assert.deepEqual(
            names.slice(1).map(({ length }) => length),
            [63, 63, 63],
        );
        assert.equal(new Set(names).size, 4);
        for (const name of names) assert.match(name, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
    });

    it("is never one of the others', whatever a namespace is called", () => {
        for (const name of Object.values(WORKLOAD_KUSTOMIZATIONS)) assert.doesNotMatch(name, /^workloads-/);
    });
});
