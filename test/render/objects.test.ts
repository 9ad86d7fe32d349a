import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import { Layer } from "../../components/kube/layer";
import { kubeResource } from "../../components/kube/kube-resource";
import { evaluate } from "../../render/evaluate";
import { renderedObjects } from "../../render/objects";

const configMap = (name: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "prod" },
});

describe("renderedObjects", () => {
    it("sorts objects into the layers they were declared in, in order", async () => {
        const registrations = await evaluate(() => {
            const workloads = new Layer("workloads");
            kubeResource("a", configMap("a"), { parent: workloads });
            kubeResource("b", configMap("b"), { parent: workloads });
            kubeResource("c", configMap("c"), { parent: new Layer("flux") });
        });

        const { layers } = renderedObjects(registrations);

        assert.deepEqual(layers, {
            flux: [configMap("c")],
            system: [],
            gateways: [],
            workloads: [configMap("a"), configMap("b")],
        });
    });

    it("leaves out what only Pulumi reads", async () => {
        const registrations = await evaluate(() =>
            kubeResource("a", configMap("a"), { parent: new Layer("system"), waitFor: ["condition=Ready"] }),
        );

        assert.deepEqual(renderedObjects(registrations).layers.system, [configMap("a")]);
    });

    it("keeps apart what Pulumi installs by Helm and leaves out what it only reads", async () => {
        const registrations = await evaluate(() => {
            const parent = new Layer("flux");
            new kubernetes.helm.v3.Release(
                "operator",
                { chart: "flux-operator", version: "0.1.0" },
                { parent },
            );
            kubernetes.core.v1.Namespace.get("existing", "flux-system", { parent });
        });

        const { layers, helm } = renderedObjects(registrations);

        assert.deepEqual(layers.flux, []);
        assert.deepEqual(
            helm.map(({ layer, name, inputs }) => [layer, name, inputs["chart"], inputs["version"]]),
            [["flux", "operator", "flux-operator", "0.1.0"]],
        );
    });

    it("refuses an object in no layer: it would be in no render", async () => {
        const registrations = await evaluate(() => kubeResource("a", configMap("a"), {}));

        assert.throws(() => renderedObjects(registrations), /a stands in no layer/);
    });
});
