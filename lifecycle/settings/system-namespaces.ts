import type { StackSettings } from "./settings";

/** Namespace of the control plane, and the mesh's root namespace: policies in it hold for the whole mesh. */
export const ISTIO_NAMESPACE = "istio-system";

/** Flagger's namespace and Flux's, as components/flagger and components/flux name them. */
const FLAGGER_AND_FLUX = ["flagger-system", "flux-system"];

/** Namespaces every cluster has from its first moment: kubernetes.io/docs/concepts/overview/working-with-objects/namespaces. */
const BUILT_IN: readonly string[] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/**
 * Namespaces that a lower layer declares, or Flux's installation. Workloads may live in them, a Secret or a
 * VirtualService beside the gateway say, but an object has one owner: a second declaration would fail on the first.
 */
export function systemNamespaces({ gateways }: Pick<StackSettings, "gateways">): ReadonlySet<string> {
    return new Set([ISTIO_NAMESPACE, ...FLAGGER_AND_FLUX, ...gateways.map(({ namespace }) => namespace)]);
}

/** Whether a namespace has an owner before any setting is read, and cannot be the gateway's own. */
export function isReservedNamespace(name: string): boolean {
    return name === ISTIO_NAMESPACE || FLAGGER_AND_FLUX.includes(name) || isBuiltInNamespace(name);
}

/** Whether a namespace is the API server's own: always there, and not to be created or deleted by anyone. */
export function isBuiltInNamespace(name: string): boolean {
    return BUILT_IN.includes(name);
}
