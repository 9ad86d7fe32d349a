import assert from "node:assert/strict";
import { hostOf, isServiceHost } from "../../../lifecycle/policy/hosts";

describe("hosts of Istio's objects", () => {
    it("name a Service, of the object's namespace where they name none", () => {
        assert.deepEqual(hostOf("orders", "prod"), { name: "orders", namespace: "prod" });
        assert.deepEqual(hostOf("orders.other.svc.cluster.local", "prod"), {
            name: "orders",
            namespace: "other",
        });
    });

    it("are told from addresses and wildcards", () => {
        for (const host of ["orders", "orders.prod", "orders.prod.svc", "orders.prod.svc.cluster.local"])
            assert.ok(isServiceHost(host), host);
        for (const host of ["*", "*.prod.svc.cluster.local", "shop.example.com", ""])
            assert.ok(!isServiceHost(host), host);
    });
});
