import assert from "node:assert/strict";
import { LAYERS, Layer } from "../../../components/kube/layer";
import { record } from "../../support/record";

describe("Layer", () => {
    it("is a component and nothing more", async () => {
        const recording = await record(() => LAYERS.map((name) => new Layer(name)));

        assert.deepEqual(recording.list(), [
            "windlass:kube:Layer flux",
            "windlass:kube:Layer system",
            "windlass:kube:Layer gateways",
            "windlass:kube:Layer workloads",
        ]);
        assert.deepEqual(recording.get("flux").inputs, {});
    });
});
