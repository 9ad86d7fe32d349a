import { objectId } from "../../workloads/manifest";
import { isWorkload, podTemplateOf } from "../../workloads/pod-template";
import type { PolicyRule } from "../rule";

const OPT_OUT = "sidecar.istio.io/inject";

/**
 * Under mutual TLS a pod without a proxy talks to nobody; and istio-cni leaves a pod with this label unredirected even
 * when its sidecar stands in Git (cni/pkg/plugin).
 */
export const optedOutPods: PolicyRule = {
    id: "opted-out-pods",
    description: "No pod of a Git-injected namespace opts out of its sidecar.",
    remedy: `Remove ${OPT_OUT}, or move the workload to a namespace of mode none`,
    judge: (objects, { gitNamespaces }) =>
        objects
            .filter((object) => isWorkload(object) && gitNamespaces.has(object.metadata.namespace ?? ""))
            .filter((object) => {
                const metadata = podTemplateOf(object)?.metadata;
                return [metadata?.labels, metadata?.annotations].some((map) => map?.[OPT_OUT] === "false");
            })
            .map((object) => ({
                object: objectId(object),
                reason: `its pods carry ${OPT_OUT}: "false", so they run outside the mesh`,
            })),
};
