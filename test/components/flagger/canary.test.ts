import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Canary, type CanaryArgs } from "../../../components/flagger/canary";
import { record } from "../../support/record";

const args: CanaryArgs = {
    namespace: "prod",
    target: { kind: "DaemonSet", name: "edge" },
    service: { port: 9898 },
    strategy: { blueGreen: { iterations: 3 } },
    metrics: [{ name: "latency", template: "latency", range: { max: 500 } }],
};

describe("Canary", () => {
    it("declares one object, which is its gate, and waits for nothing", async () => {
        const recording = await record(() => {
            assert.ok(new Canary("edge", args).ready);
        });

        assert.deepEqual(recording.list(), [
            "windlass:flagger:Canary edge",
            "kubernetes:flagger.app/v1beta1:Canary edge-canary",
        ]);
        assert.equal(recording.parentOf("edge-canary"), "edge");
        assert.deepEqual(recording.get("edge-canary").inputs["metadata"], {
            name: "edge",
            namespace: "prod",
        });
    });

    it("waits for the promotion where asked to", async () => {
        const recording = await record(() => new Canary("edge", { ...args, waitForPromotion: true }));

        const { annotations } = recording.get("edge-canary").inputs["metadata"] as { annotations: object };
        assert.deepEqual(annotations, { "pulumi.com/waitFor": '["condition=Promoted"]' });
    });

    it("says what it and Flagger call what they make", async () => {
        let found: Promise<readonly string[]> | undefined;
        await record(() => {
            const { canaryName, primary, service } = new Canary("edge", args);
            const names = pulumi.all([canaryName, primary, service]);
            found = new Promise((resolve) => names.apply(resolve));
        });

        assert.deepEqual(await found, ["edge", "edge-primary", "edge"]);
    });

    it("takes outputs of other resources", async () => {
        const namespace = pulumi.output("prod");
        const plain = await record(() => new Canary("edge", args));
        const later = await record(() => new Canary("edge", { ...args, namespace }));

        assert.deepEqual(later.get("edge-canary").inputs, plain.get("edge-canary").inputs);
    });

    it("refuses what canaryObject refuses", async () => {
        const strategy = { blueGreen: { iterations: 0 } };

        await assert.rejects(
            record(() => new Canary("edge", { ...args, strategy })),
            {
                message:
                    "Canary edge: spec.analysis.iterations: 0: is asked to be a whole number of at least 1 (a rule of Windlass's own; Flagger takes it).",
            },
        );
    });
});
