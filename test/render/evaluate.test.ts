import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { kubeResource } from "../../components/kube/kube-resource";
import { Layer } from "../../components/kube/layer";
import { record } from "../support/record";

function configMap(name: string) {
    return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "prod" }, data: { a: "1" } };
}

describe("evaluate", () => {
    it("returns every registration with its parent, its dependencies and its inputs", async () => {
        const recording = await record(() => {
            const layer = new Layer("system");
            const first = kubeResource("system-first", configMap("first"), { parent: layer });
            kubeResource("system-second", configMap("second"), {
                parent: layer,
                dependsOn: first,
                protect: true,
            });
        });

        assert.deepEqual(recording.list(), [
            "windlass:kube:Layer system",
            "kubernetes:core/v1:ConfigMap system-first",
            "kubernetes:core/v1:ConfigMap system-second",
        ]);
        assert.equal(recording.parentOf("system-second"), "system");
        assert.deepEqual(recording.dependenciesOf("system-second"), ["system-first"]);
        assert.deepEqual(recording.get("system-second").inputs, configMap("second"));
        assert.equal(recording.get("system-second").protect, true);
    });

    it("hands the configuration to the program and keeps evaluations apart", async () => {
        let seen: string | undefined;
        await record(() => kubeResource("a", configMap("a"), {}), {
            config: { "windlass:delivery": "flux" },
        });
        const recording = await record(() => {
            seen = new pulumi.Config("windlass").get("delivery");
            kubeResource("b", configMap("b"), {});
        });

        assert.equal(seen, undefined);
        assert.deepEqual(recording.list(), ["kubernetes:core/v1:ConfigMap b"]);
    });

    it("rejects with the program's own error", async () => {
        const failing = record(() => {
            throw new Error("no such stack");
        });

        await assert.rejects(failing, /no such stack/);
    });
});
