import { FLUX_NAMESPACE } from "../../components/flux/api";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { KubeApi } from "./kube-api-source";

/** Owner of the fields that are applied. */
const FIELD_MANAGER = "windlass-cluster";

/**
 * What an installation of Flux brings beside its controllers: their namespace, and the account that kustomize-controller acts
 * as. It runs as a process with an administrator's token here, but impersonates that account all the same.
 *
 * @see https://fluxcd.io/flux/security/#controller-permissions
 */
const FLUX_OBJECTS: readonly (readonly [path: string, object: Manifest])[] = [
    [
        `/api/v1/namespaces/${FLUX_NAMESPACE}`,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: FLUX_NAMESPACE } },
    ],
    [
        `/api/v1/namespaces/${FLUX_NAMESPACE}/serviceaccounts/kustomize-controller`,
        {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name: "kustomize-controller", namespace: FLUX_NAMESPACE },
        },
    ],
    [
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/cluster-reconciler",
        {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            metadata: { name: "cluster-reconciler" },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
            subjects: [{ kind: "ServiceAccount", name: "kustomize-controller", namespace: FLUX_NAMESPACE }],
        },
    ],
];

/** Applies {@link FLUX_OBJECTS}. @throws Error where the API server refuses one */
export async function installFluxAccounts(
    api: Pick<KubeApi, "request">,
    signal?: AbortSignal,
): Promise<void> {
    for (const [path, body] of FLUX_OBJECTS) {
        const { status, text } = await api.request({
            method: "PATCH",
            path: `${path}?fieldManager=${FIELD_MANAGER}&force=true`,
            body,
            contentType: "application/apply-patch+yaml",
            signal,
        });
        if (status >= 300) throw new Error(`The API server refused ${path}: ${text}`);
    }
}
