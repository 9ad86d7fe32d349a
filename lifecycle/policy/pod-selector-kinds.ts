import { groupOf } from "../workloads/api-group";
import type { Manifest } from "../workloads/manifest";

/** Kinds whose field `selector` selects pods, as `group/Kind`; `group/*` for all of a group. */
const SELECT_PODS = new Set([
    "/Service",
    "policy/PodDisruptionBudget",
    "networking.istio.io/Gateway",
    "networking.istio.io/ProxyConfig",
    "security.istio.io/*",
    "telemetry.istio.io/*",
    "extensions.istio.io/*",
    "monitoring.coreos.com/PodMonitor",
    "monitoring.googleapis.com/PodMonitoring",
    "operator.victoriametrics.com/VMPodScrape",
    "projectcalico.org/NetworkPolicy",
    "projectcalico.org/GlobalNetworkPolicy",
    "crd.projectcalico.org/NetworkPolicy",
    "crd.projectcalico.org/GlobalNetworkPolicy",
]);

/**
 * Kinds that select Services, namespaces, volumes, metrics or other objects, or hold text that is not theirs. Flagger
 * labels the Services it makes by their own names, so what selects Services by the application's label is right.
 */
const SELECT_OTHERS = new Set([
    "/ConfigMap",
    "/Secret",
    "/PersistentVolume",
    "/PersistentVolumeClaim",
    "apiextensions.k8s.io/*",
    "autoscaling/*",
    "cert-manager.io/*",
    "external-secrets.io/*",
    "gateway.networking.k8s.io/*",
    "helm.toolkit.fluxcd.io/*",
    "image.toolkit.fluxcd.io/*",
    "kustomize.toolkit.fluxcd.io/*",
    "monitoring.coreos.com/Probe",
    "monitoring.coreos.com/ServiceMonitor",
    "notification.toolkit.fluxcd.io/*",
    "operator.victoriametrics.com/VMServiceScrape",
    "rbac.authorization.k8s.io/*",
    "source.toolkit.fluxcd.io/*",
]);

/** Kinds that decide who may reach whom: one that covers half of an application's pods is a hole. */
const GUARDS = new Set([
    "cilium.io/CiliumClusterwideNetworkPolicy",
    "cilium.io/CiliumNetworkPolicy",
    "networking.k8s.io/NetworkPolicy",
    "projectcalico.org/GlobalNetworkPolicy",
    "projectcalico.org/NetworkPolicy",
    "crd.projectcalico.org/GlobalNetworkPolicy",
    "crd.projectcalico.org/NetworkPolicy",
    "security.istio.io/*",
]);

/** Istio's kinds that hold for the whole mesh in its root namespace, even with a selector. */
const MESH_WIDE = new Set([
    "extensions.istio.io/*",
    "networking.istio.io/EnvoyFilter",
    "security.istio.io/AuthorizationPolicy",
    "security.istio.io/RequestAuthentication",
    "telemetry.istio.io/*",
]);

export function selectsPods(object: Manifest): boolean {
    return isOf(object, SELECT_PODS);
}

export function selectsOthers(object: Manifest): boolean {
    return isOf(object, SELECT_OTHERS);
}

export function isGuard(object: Manifest): boolean {
    return isOf(object, GUARDS);
}

export function isMeshWideKind(object: Manifest): boolean {
    return isOf(object, MESH_WIDE);
}

/** `group/Kind`; the core group is empty. */
export function kindOf({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
    return `${groupOf(apiVersion)}/${kind}`;
}

function isOf(object: Manifest, kinds: ReadonlySet<string>): boolean {
    return kinds.has(kindOf(object)) || kinds.has(`${groupOf(object.apiVersion)}/*`);
}
