import * as assert from "node:assert/strict";
import { clusterReconcilers, namespaceReconciler, reconcilerAccount } from "../../../components/flux/access";

describe("reconcilerAccount", () => {
    it("outlives the Kustomization that applied it, and has no token", () => {
        assert.deepEqual(reconcilerAccount("istio-system"), {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: {
                name: "flux-reconciler",
                namespace: "istio-system",
                annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
            },
            automountServiceAccountToken: false,
        });
    });
});

describe("clusterReconcilers", () => {
    it("binds the account of each namespace once, in a fixed order", () => {
        const binding = clusterReconcilers("reconcilers", ["istio-system", "flagger-system", "istio-system"]);

        assert.deepEqual(binding, {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            metadata: { name: "reconcilers" },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
            subjects: [
                { kind: "ServiceAccount", name: "flux-reconciler", namespace: "flagger-system" },
                { kind: "ServiceAccount", name: "flux-reconciler", namespace: "istio-system" },
            ],
        });
    });
});

describe("namespaceReconciler", () => {
    it("grants admin in its namespace and nothing beyond", () => {
        assert.deepEqual(namespaceReconciler("istio-ingress"), {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            metadata: {
                name: "flux-reconciler",
                namespace: "istio-ingress",
                annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
            },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
            subjects: [{ kind: "ServiceAccount", name: "flux-reconciler", namespace: "istio-ingress" }],
        });
    });
});
