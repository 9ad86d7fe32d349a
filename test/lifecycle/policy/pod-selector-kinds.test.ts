import assert from "node:assert/strict";
import {
    isGuard,
    isMeshWideKind,
    kindOf,
    selectsOthers,
    selectsPods,
} from "../../../lifecycle/policy/pod-selector-kinds";

const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: "a" } });

describe("kinds that select pods", () => {
    it("are told by group and kind, or by group alone", () => {
        assert.ok(selectsPods(object("v1", "Service")));
        assert.ok(!selectsPods(object("serving.knative.dev/v1", "Service")));
        assert.ok(selectsPods(object("security.istio.io/v1", "AuthorizationPolicy")));
        assert.ok(selectsOthers(object("monitoring.coreos.com/v1", "ServiceMonitor")));
        assert.ok(isGuard(object("networking.k8s.io/v1", "NetworkPolicy")));
        assert.ok(!isGuard(object("policy/v1", "PodDisruptionBudget")));
        assert.ok(isMeshWideKind(object("networking.istio.io/v1alpha3", "EnvoyFilter")));
        // Istio ignores one with a selector in the root namespace.
        assert.ok(!isMeshWideKind(object("security.istio.io/v1", "PeerAuthentication")));
        assert.equal(kindOf(object("v1", "Service")), "/Service");
    });
});
