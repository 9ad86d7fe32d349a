import { NEVER_PRUNED } from "../../lifecycle/workloads/ownership";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_NAMESPACE } from "./api";

/** Service account by which a tenant's namespaces are applied. It is beside the Kustomizations, which can name no other. */
export function tenantAccountName(tenant: string): string {
    return `tenant-${tenant}`;
}

/**
 * A tenant's service account, and its rights: everything in its namespaces and nothing elsewhere, as `flux create tenant` has
 * it. Whoever applies a Role must hold it, so less than `cluster-admin` within a namespace would refuse some.
 *
 * @param tenants Name of the tenant by namespace.
 * @see https://fluxcd.io/flux/installation/configuration/multitenancy/
 */
export function tenantAccess(tenants: ReadonlyMap<string, string>): readonly Manifest[] {
    const accounts = [...new Set(tenants.values())].sort().map((tenant): Manifest => ({
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: {
            name: tenantAccountName(tenant),
            namespace: FLUX_NAMESPACE,
            // A Kustomization that is deleted deletes its objects as this account.
            annotations: NEVER_PRUNED,
        },
        // kustomize-controller impersonates the account; nothing needs its token.
        automountServiceAccountToken: false,
    }));
    const rights = [...tenants].sort().map(([namespace, tenant]): Manifest => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: `windlass-${tenantAccountName(tenant)}`, namespace },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", name: tenantAccountName(tenant), namespace: FLUX_NAMESPACE }],
    }));
    return [...accounts, ...rights];
}
