import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** Whether workloads demand mutual TLS. @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export const MutualTlsMode = {
    /** Plain text is refused. */
    Strict: "STRICT",
    /** Both are taken, while workloads without a proxy are left. */
    Permissive: "PERMISSIVE",
} as const;
export type MutualTlsMode = (typeof MutualTlsMode)[keyof typeof MutualTlsMode];

/** Mutual TLS for every workload of the mesh: a policy named `default` in the root namespace. */
export function meshPeerAuthentication(mtls: MutualTlsMode): Manifest {
    return {
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name: "default", namespace: ISTIO_NAMESPACE },
        spec: { mtls: { mode: mtls } },
    };
}
