import * as assert from "node:assert/strict";
import { flaggerArgs } from "../../../components/mesh/flagger-args";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { exampleLock, exampleSettings } from "../../support/example-stack";

function canaries(count: number): Manifest[] {
    return Array.from({ length: count }, (_, index) => ({
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: `c${index}`, namespace: "shop" },
        spec: { analysis: { interval: "30s" } },
    }));
}

describe("flaggerArgs", () => {
    it("lets Flagger ask as much of the API server as its canaries need", () => {
        const limits = (count: number) =>
            flaggerArgs(exampleSettings(), exampleLock(), { objects: canaries(count) }).limits;

        assert.equal(limits(10), undefined);
        assert.deepEqual(limits(302), { qps: 300, burst: 750 });
    });
});
