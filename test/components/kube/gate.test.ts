import assert from "node:assert/strict";
import { gateOf, setGate } from "../../../components/kube/gate";
import { kubeResource } from "../../../components/kube/kube-resource";
import { Layer } from "../../../components/kube/layer";
import { record } from "../../support/record";

describe("gateOf", () => {
    it("is the resource that was set, and refused before", async () => {
        await record(() => {
            const component = new Layer("flux");
            assert.throws(() => gateOf(component), /still being made/);
            const gate = kubeResource(
                "gate",
                { apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } },
                {},
            );
            setGate(component, gate);
            assert.equal(gateOf(component), gate);
        });
    });
});
