import assert from "node:assert/strict";

import { refuseOwnedGatewayValues } from "../../../lifecycle/mesh/owned-gateway-values";
import type { JsonObject } from "../../../lifecycle/kit/json";
import { exampleSettings } from "../../support/example-stack";

const [GATEWAY] = exampleSettings().gateways;

function refusal(values: JsonObject, drainSeconds?: number): string {
    assert.ok(GATEWAY);
    try {
        refuseOwnedGatewayValues("dev", { ...GATEWAY, values, ...(drainSeconds ? { drainSeconds } : {}) });
        return "accepted";
    } catch (error) {
        return String(error);
    }
}

describe("refuseOwnedGatewayValues", () => {
    it("names the key that decides instead", () => {
        const cases: readonly (readonly [JsonObject, RegExp])[] = [
            [{ revision: "canary" }, /gateways\.ingress\.values\.revision.*Set istio\.strategy/],
            [{ labels: { istio: "x" } }, /values\.labels\.istio.*select the pods by it/],
            [{ podAnnotations: { "sidecar.istio.io/proxyImage": "x" } }, /proxyImage.*run windlass update/],
            [{ service: { type: "NodePort" } }, /values\.service\.type.*Set serviceType/],
            [{ affinity: {} }, /values\.affinity.*Set affinity of the gateway itself/],
        ];
        for (const [values, message] of cases) assert.match(refusal(values), message);
    });

    it("lets pass whatever no key decides", () => {
        const values = { env: { A: "b" }, podAnnotations: { team: "a" }, terminationGracePeriodSeconds: 60 };
        assert.equal(refusal(values), "accepted");
        assert.match(refusal(values, 30), /terminationGracePeriodSeconds.*Set drainSeconds/);
    });
});
