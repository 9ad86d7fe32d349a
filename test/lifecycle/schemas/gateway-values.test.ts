import assert from "node:assert/strict";

import { packagedMinors, packagedSchemas } from "../../../adapters/files/packaged-source";
import { gatewayValuesFaults } from "../../../lifecycle/schemas/gateway-values";
import type { GatewaySettings } from "../../../lifecycle/settings/settings";
import { exampleSettings } from "../../support/example-stack";

const [GATEWAY] = exampleSettings().gateways;
const kubernetes = packagedSchemas("kubernetes-1.34");

function faults(change: Partial<GatewaySettings>, minor = "1.31"): readonly string[] {
    assert.ok(GATEWAY);
    const chart = packagedSchemas(`istio-values-${minor}`);
    return gatewayValuesFaults({ gateway: { ...GATEWAY, ...change }, chart, kubernetes }).map(
        ({ path, rule, remedy = "" }) => `${path.join(".")}: ${rule}. ${remedy}`,
    );
}

describe("gatewayValuesFaults", () => {
    it("finds nothing wrong with what a gateway is by itself, in any minor", () => {
        for (const minor of packagedMinors("istio-values")) assert.deepEqual(faults({}, minor), []);
    });

    it("refuses what no template of the version reads, at the top level and below", () => {
        assert.deepEqual(faults({ values: { envs: { A: "b" }, service: { clusterIp: "" } } }), [
            "values.service.clusterIp: is read by nothing in this version of Istio. Did you mean clusterIP",
            "values.envs: is read by nothing in this version of Istio. Did you mean env",
        ]);
        assert.deepEqual(faults({ values: { dnsPolicy: "Default" } }), []);
        assert.match(
            faults({ values: { dnsPolicy: "Default" } }, "1.30").join(),
            /^values\.dnsPolicy: is read by nothing/,
        );
    });

    it("holds parts of pods against Kubernetes, and names the key they stand at", () => {
        const affinity = { nodeAffinty: {} };
        assert.match(faults({ affinity }).join(), /^affinity\.nodeAffinty: /);
        assert.match(faults({ tolerations: [{ key: 1 }] }).join(), /^tolerations\.0\.key: must be a text/);
        assert.match(faults({ resources: { request: {} } }).join(), /^resources\.request: /);
    });
});
