import type { Manifest } from "../../lifecycle/workloads/manifest";

/**
 * Service account Flux acts as, in every namespace with a HelmRelease.
 *
 * A hardened Flux starts helm-controller with `--default-service-account=default`: a HelmRelease that names no
 * account is applied with the rights of `default` in its namespace, which has none. So each names this one.
 *
 * @see https://fluxcd.io/flux/installation/configuration/multitenancy/
 */
export const RECONCILER = "flux-reconciler";

/**
 * The account itself, registered beside the HelmReleases, before them.
 *
 * Flux must not prune it: a HelmRelease that is deleted uninstalls its chart as this account, after the Kustomization
 * that owned both is gone. It goes with its namespace.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export function reconcilerAccount(namespace: string): Manifest {
    return {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: {
            name: RECONCILER,
            namespace,
            annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
        },
        // helm-controller impersonates the account; nothing needs its token.
        automountServiceAccountToken: false,
    };
}

/**
 * Lets the reconcilers of these namespaces change anything. Istio's `base`, `istiod` and `istio-cni` and Flagger
 * install CRDs, webhooks and cluster roles, and whoever grants a role must hold it. Names its subjects before they
 * exist, so it can come first and go last.
 */
export function clusterReconcilers(name: string, namespaces: readonly string[]): Manifest {
    return {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [...new Set(namespaces)].sort().map(reconcilerSubject),
    };
}

/** Rights for a chart whose objects all live in one namespace, as Istio's `gateway`. Registered as the account is. */
export function namespaceReconciler(namespace: string): Manifest {
    return {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: {
            name: RECONCILER,
            namespace,
            annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
        },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
        subjects: [reconcilerSubject(namespace)],
    };
}

function reconcilerSubject(namespace: string) {
    return { kind: "ServiceAccount", name: RECONCILER, namespace };
}
