import assert from "node:assert/strict";

import { canaryName, gatewayCanaryValues } from "../../../lifecycle/mesh/gateway-canary";
import { gatewayValues } from "../../../lifecycle/mesh/gateway-values";

const GATEWAY = { releaseName: "istio-ingress", selector: "ingress" };
const CANARY = { revision: "1-31-1", replicas: 2 };
const OPTIONS = { serviceType: "LoadBalancer", minReplicas: 3, maxReplicas: 9, drainSeconds: 30 };

describe("gatewayCanaryValues", () => {
    const values = gatewayCanaryValues(OPTIONS, { env: { A: "b" } }, GATEWAY, CANARY);

    it("have the labels that the gateway's Service selects, and one that tells the canary", () => {
        assert.deepEqual(values["labels"], {
            app: "istio-ingress",
            istio: "ingress",
            "windlass.dev/track": "canary",
        });
    });

    it("bring neither a Service, nor an autoscaler, a budget, an account or rights", () => {
        const { service, autoscaling, rbac, serviceAccount, replicaCount } = values;
        assert.deepEqual([service, rbac], [{ type: "None" }, { enabled: false }]);
        assert.equal((autoscaling as { enabled: boolean }).enabled, false);
        assert.deepEqual(serviceAccount, { create: false, name: "istio-ingress" });
        assert.equal(replicaCount, 2);
        assert.equal(values["podDisruptionBudget"], undefined);
    });

    it("are else those of the gateway, at the canary's revision", () => {
        const { podDisruptionBudget: _, ...stable } = gatewayValues(
            OPTIONS,
            { env: { A: "b" } },
            { ...GATEWAY, revision: "1-31-1" },
        );
        const own = ["service", "autoscaling", "labels"];
        for (const [key, value] of Object.entries(stable))
            if (!own.includes(key)) assert.deepEqual(values[key], value, key);
    });

    it("run as the account that the chart gives the gateway", () => {
        const accountOf = (serviceAccount: { name?: string; create?: boolean }) =>
            gatewayCanaryValues({}, { serviceAccount }, GATEWAY, CANARY)["serviceAccount"];
        assert.deepEqual(accountOf({ name: "edge" }), { create: false, name: "edge" });
        assert.deepEqual(accountOf({ create: false }), { create: false, name: "default" });
    });

    it("has a name beside the gateway's", () =>
        assert.equal(canaryName("istio-ingress"), "istio-ingress-canary"));
});
