import { ISTIO_NAMESPACE } from "../../settings/system-namespaces";
import { getIn } from "../../kit/json-path";
import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

/**
 * A Sidecar object may let its pods out to any host again, whatever the mesh says; in the root namespace, without a
 * selector, it does so for every namespace without one of its own (istio.io, "Sidecar", `outboundTrafficPolicy`).
 */
export const registryOnly: PolicyRule = {
    id: "registry-only",
    description: "Where the mesh lets nothing out to unknown hosts, no Sidecar lets a whole namespace out.",
    remedy: "Declare the hosts by ServiceEntry, give the Sidecar a workloadSelector, or set windlass:istio.outboundTraffic",
    judge: (objects) => {
        const holds = objects.some(
            (object) =>
                getIn(object, ["spec", "chart", "spec", "chart"]) === "istiod" &&
                getIn(object, ["spec", "values", "meshConfig", "outboundTrafficPolicy", "mode"]) ===
                    "REGISTRY_ONLY",
        );
        if (!holds) return [];
        return objects
            .filter(
                ({ apiVersion, kind }) => kind === "Sidecar" && apiVersion.startsWith("networking.istio.io/"),
            )
            .filter(
                (sidecar) =>
                    getIn(sidecar, ["spec", "outboundTrafficPolicy", "mode"]) === "ALLOW_ANY" &&
                    getIn(sidecar, ["spec", "workloadSelector"]) === undefined,
            )
            .map((sidecar) => {
                const whom =
                    sidecar.metadata.namespace === ISTIO_NAMESPACE
                        ? "every namespace without a Sidecar of its own"
                        : "the whole namespace";
                return {
                    object: objectId(sidecar),
                    reason: `it lets ${whom} out to any host (ALLOW_ANY), where windlass:istio.outboundTraffic is REGISTRY_ONLY`,
                };
            });
    },
};
