import { getIn } from "../../kit/json-path";
import { type Manifest, objectId } from "../../workloads/manifest";
import { podTemplateOf } from "../../workloads/pod-template";
import { isMeshed, podContainers } from "../mesh-pods";
import type { PolicyContext, PolicyRule } from "../rule";

const ENFORCE = "pod-security.kubernetes.io/enforce";

/**
 * Without the CNI node agent an init container redirects the pod's traffic, which takes NET_ADMIN and NET_RAW (istio.io,
 * "Application Requirements"). The Pod Security Standards `baseline` and `restricted` allow neither
 * (kubernetes.io/docs/concepts/security/pod-security-standards), so the namespace's pods are never admitted.
 */
export const podSecurity: PolicyRule = {
    id: "pod-security",
    description: "A namespace admits the init container that redirects its pods' traffic.",
    remedy: "Set windlass:istio.cni to true, so that pods need no such init container",
    judge: (objects, context) => {
        const strict = new Map(
            objects
                .filter(({ apiVersion, kind }) => apiVersion === "v1" && kind === "Namespace")
                .map(({ metadata }) => [metadata.name, metadata.labels?.[ENFORCE]] as const)
                .filter(([, level]) => level === "baseline" || level === "restricted"),
        );
        if (strict.size === 0) return [];
        const first = new Map<string, Manifest>();
        for (const object of objects) {
            const namespace = object.metadata.namespace ?? "";
            if (!strict.has(namespace) || first.has(namespace) || !redirectsItself(object, context)) continue;
            first.set(namespace, object);
        }
        return [...first].map(([namespace, object]) => ({
            object: `Namespace/${namespace}`,
            reason: `its label ${ENFORCE}: ${strict.get(namespace)} has the API server refuse the pods of ${objectId(object)}, whose istio-init adds NET_ADMIN and NET_RAW`,
        }));
    },
};

/** Whether the pods of a workload have, or get from the webhook, an init container with NET_ADMIN. */
function redirectsItself(object: Manifest, context: PolicyContext): boolean {
    if (!isMeshed(object, context)) return false;
    const init = podContainers(object).find(({ name }) => name === "istio-init");
    if (init) {
        const added = getIn(init.fields, ["securityContext", "capabilities", "add"]);
        return Array.isArray(added) && added.includes("NET_ADMIN");
    }
    // A proxy that stands in the manifest without one is redirected by the node agent, or not at all.
    const proxied = podContainers(object).some(({ name }) => name === "istio-proxy");
    return !proxied && context.cni === false && podTemplateOf(object) !== undefined;
}
