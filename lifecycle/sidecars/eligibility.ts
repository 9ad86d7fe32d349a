import type { StackSettings } from "../settings/settings";
import type { Manifest } from "../workloads/manifest";
import { modeOf } from "../workloads/data-plane-mode";
import { holdsUnknownTemplate, podTemplateOf } from "../workloads/pod-template";

/** Namespaces whose pods never get a sidecar (IgnoredNamespaces in pkg/kube/inject/initializer.go). */
const SYSTEM_NAMESPACES = new Set(["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]);
const OPT_OUT = "sidecar.istio.io/inject";

/**
 * Why a pod-bearing workload gets no sidecar in Git. Undefined where it gets one.
 *
 * The rules are the webhook's (injectRequired in pkg/kube/inject/inject.go), with the namespace's mode before them.
 */
export function reasonForNoSidecar(
    settings: Pick<StackSettings, "workloads">,
    manifest: Manifest,
): string | undefined {
    const mode = modeOf(settings, manifest);
    if (mode === "pin")
        return "mode pin: the webhook injects its pods, at the revision its pod template names";
    if (mode === "webhook") return "mode webhook: the webhook injects its pods";
    if (mode === "none") return "mode none: it is not in the mesh";
    const template = podTemplateOf(manifest);
    if (SYSTEM_NAMESPACES.has(manifest.metadata.namespace ?? ""))
        return "Istio injects nothing in system namespaces";
    if (template?.spec?.["hostNetwork"] === true) {
        return "it uses the host's network, where a sidecar would redirect the whole node's traffic";
    }
    const choice = template?.metadata?.labels?.[OPT_OUT] ?? template?.metadata?.annotations?.[OPT_OUT];
    return choice === "false" ? `${OPT_OUT}: "false" opts its pods out` : undefined;
}

/** Why the pods of an object that is no workload of Kubernetes' own get no sidecar in Git. Undefined where it has none. */
export function reasonForUnknownKind(
    settings: Pick<StackSettings, "workloads">,
    manifest: Manifest,
): string | undefined {
    // What lives in no namespace makes pods in none; a policy of the cluster only describes them.
    if (manifest.metadata.namespace === undefined) return undefined;
    if (modeOf(settings, manifest) !== "git" || !holdsUnknownTemplate(manifest)) return undefined;
    return `${manifest.apiVersion} ${manifest.kind} is no workload of Kubernetes' own; only the webhook can inject its pods`;
}
