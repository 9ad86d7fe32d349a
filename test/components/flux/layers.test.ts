import * as assert from "node:assert/strict";
import { CANARY_HEALTH } from "../../../components/flux/kustomization";
import { DELIVERED_LAYERS, layerKustomization, namespacedWorkloads } from "../../../components/flux/layers";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

/** What is asked for of a layer, as it is sent. */
function specOf(...[layer, git, options]: Parameters<typeof layerKustomization>): Record<string, unknown> {
    const object = asSent(layerKustomization(layer, git, options));
    assert.deepEqual(validateObject(object), []);
    return object.spec as Record<string, unknown>;
}

const git = { path: "clusters/dev/" };

describe("layerKustomization", () => {
    it("reads a folder each, and waits for the layer below", () => {
        const outline = DELIVERED_LAYERS.map((layer) => {
            const { path, dependsOn } = specOf(layer, git);
            return [path, dependsOn];
        });

        assert.deepEqual(outline, [
            ["./clusters/dev/system", undefined],
            ["./clusters/dev/gateways", [{ name: "system" }]],
            ["./clusters/dev/workloads", [{ name: "gateways" }]],
        ]);
    });

    it("looks every minute after what the mesh's safety hangs on, and every ten after the many", () => {
        const intervals = DELIVERED_LAYERS.map((layer) => specOf(layer, git)["interval"]);

        assert.deepEqual(intervals, ["1m", "1m", "10m"]);
    });

    it("waits for canaries in the last layer alone, and decrypts only there", () => {
        const decryption = { secret: "sops-age" };
        const [system, , workloads] = DELIVERED_LAYERS.map((layer) => specOf(layer, git, { decryption }));

        assert.deepEqual(workloads?.["healthCheckExprs"], [CANARY_HEALTH]);
        assert.deepEqual(workloads?.["decryption"], { provider: "sops", secretRef: { name: "sops-age" } });
        assert.equal(system?.["healthCheckExprs"], undefined);
        assert.equal(system?.["decryption"], undefined);
    });

    it("deletes nothing while another deliverer takes over", () => {
        const { prune, deletionPolicy } = specOf("workloads", git, { handover: true });

        assert.deepEqual({ prune, deletionPolicy }, { prune: false, deletionPolicy: "Orphan" });
    });
});

describe("namespacedWorkloads", () => {
    const { namespaces, workloads } = namespacedWorkloads(git);
    const spec = (object: object) => asSent(object as { spec: Record<string, unknown> }).spec;

    it("applies the Kustomizations of namespaces after the gateways, and waits for none of them", () => {
        assert.deepEqual(validateObject(namespaces), []);
        const { path, dependsOn, wait, healthChecks, prune, deletionPolicy } = spec(namespaces);

        assert.deepEqual([path, dependsOn], ["./clusters/dev/namespaces", [{ name: "gateways" }]]);
        assert.deepEqual([wait, healthChecks], [false, []]);
        assert.deepEqual([prune, deletionPolicy], [true, "WaitForTermination"]);
    });

    it("never deletes what the Kustomization of its name has applied before", () => {
        assert.deepEqual(validateObject(workloads), []);
        assert.equal(workloads.metadata.name, layerKustomization("workloads", git).metadata.name);
        const { path, dependsOn, prune, deletionPolicy } = spec(workloads);

        assert.deepEqual([path, dependsOn], ["./clusters/dev/health", [{ name: "workload-health" }]]);
        assert.deepEqual([prune, deletionPolicy], [false, "Orphan"]);
    });
});
