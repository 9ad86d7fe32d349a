import assert from "node:assert/strict";
import { workloadId } from "../../../lifecycle/workloads/manifest";

describe("workloadId", () => {
    it("names a workload by namespace, kind and name", () => {
        const metadata = { name: "backend", namespace: "prod" };

        assert.equal(
            workloadId({ apiVersion: "apps/v1", kind: "Deployment", metadata }),
            "prod/Deployment/backend",
        );
        assert.equal(
            workloadId({ apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } }),
            "Namespace/prod",
        );
    });
});
