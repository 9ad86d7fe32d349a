import assert from "node:assert/strict";
import { INGRESS, gatewayIdentity } from "../../../lifecycle/mesh/gateway-identity";

describe("gatewayIdentity", () => {
    it("has the label the gateway chart would give its pods by itself", () => {
        for (const kind of ["ingress", "egress", "east-west"] as const) {
            const { release, selector } = gatewayIdentity({ name: "shop", kind });
            assert.equal(selector, release.replace(/^istio-/, ""));
        }
    });

    it("names the ingress that windlass:gateway describes as it always was", () => {
        assert.deepEqual(INGRESS, { release: "istio-ingress", selector: "ingress", gateway: "public" });
    });
});
