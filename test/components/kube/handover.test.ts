import assert from "node:assert/strict";
import { adopt, handOver } from "../../../components/kube/handover";
import { kubeResource } from "../../../components/kube/kube-resource";
import { Layer } from "../../../components/kube/layer";
import { renderedObjects } from "../../../render/objects";
import { record } from "../../support/record";

const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", namespace: "n", annotations: { mine: "kept" } },
    data: { a: "b" },
};

describe("handOver", () => {
    const declare = (transformations: (typeof handOver)[]) =>
        record(() => {
            const layer = new Layer("system", { transformations });
            kubeResource("a", object, { parent: layer });
        });

    it("keeps every object of a layer in the cluster, and makes its fields Flux's", async () => {
        const recording = await declare([handOver]);

        assert.equal(recording.get("a").retainOnDelete, true);
        assert.deepEqual(recording.get("a").inputs, {
            ...object,
            metadata: {
                ...object.metadata,
                annotations: {
                    mine: "kept",
                    "pulumi.com/patchFieldManager": "kustomize-controller",
                    "pulumi.com/patchForce": "true",
                },
            },
        });
    });

    it("changes nothing that is written for Flux", async () => {
        const [with_, without] = [await declare([handOver]), await declare([])];

        assert.deepEqual(renderedObjects(with_.registrations), renderedObjects(without.registrations));
        assert.equal(without.get("a").retainOnDelete, false);
    });
});

describe("adopt", () => {
    it("keeps every object in the cluster and takes fields from others, under Pulumi's own name", async () => {
        const recording = await record(() => {
            const layer = new Layer("system", { transformations: [adopt] });
            kubeResource("a", object, { parent: layer });
            kubeResource("read", object, { parent: layer, id: "n/a" });
        });

        assert.equal(recording.get("a").retainOnDelete, true);
        assert.deepEqual(recording.get("a").inputs["metadata"], {
            ...object.metadata,
            annotations: { mine: "kept", "pulumi.com/patchForce": "true" },
        });
        assert.equal(recording.get("read").retainOnDelete, false);
    });
});
