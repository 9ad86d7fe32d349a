import assert from "node:assert/strict";
import { INGRESS, ingressReference } from "../../../lifecycle/mesh/ingress";

describe("the ingress", () => {
    it("is referred to by namespace and Gateway object", () => {
        assert.equal(ingressReference({ namespace: "istio-ingress" }), "istio-ingress/public");
    });

    it("has the label the gateway chart would give its pods by itself", () => {
        assert.equal(INGRESS.selector, INGRESS.release.replace(/^istio-/, ""));
    });
});
