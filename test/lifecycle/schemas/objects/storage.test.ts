import assert from "node:assert/strict";
import { claim, claimTemplates } from "../../../../lifecycle/schemas/objects/storage";
import { faultsOf } from "../../../support/object-faults";

const right = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";

describe("claim", () => {
    it("says how it is read and how much it asks for", () => {
        assert.deepEqual(faultsOf(claim, `{spec: {${right}}}`), []);
        assert.deepEqual(faultsOf(claim, "{spec: {}}"), [
            "spec.accessModes: must name at least one mode",
            "spec.resources.requests.storage: is required",
        ]);
    });
});

describe("claimTemplates", () => {
    it("are claims too", () => {
        assert.deepEqual(
            faultsOf(
                claimTemplates,
                `{spec: {volumeClaimTemplates: [{spec: {${right}}}, {spec: {accessModes: [ReadWriteOnce]}}]}}`,
            ),
            ["spec.volumeClaimTemplates.1.spec.resources.requests.storage: is required"],
        );
    });
});
