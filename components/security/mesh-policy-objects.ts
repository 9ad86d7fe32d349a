import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { StackSettings } from "../../lifecycle/settings/settings";
import type { KubeObject } from "../kube/types";

/**
 * Mutual TLS for every workload of the mesh: a policy named `default` in the root namespace.
 *
 * @param mtls `STRICT` refuses plain text, `PERMISSIVE` takes both while workloads without a proxy are left.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function meshPeerAuthentication(mtls: StackSettings["istio"]["mtls"]): KubeObject {
    return {
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace: ISTIO_NAMESPACE },
        spec: { mtls: { mode: mtls } },
    };
}
