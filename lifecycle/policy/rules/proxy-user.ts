import { isRecord } from "../../kit/json-path";
import { type Manifest, objectId } from "../../workloads/manifest";
import { podTemplateOf } from "../../workloads/pod-template";
import { type PodContainer, isMeshed, ownContainers } from "../mesh-pods";
import type { PolicyRule } from "../rule";

/** User and group of the proxy (pkg/kube/inject; tools/istio-iptables). */
const PROXY_ID = 1337;

/**
 * What runs as the proxy's user or group is never redirected, so it sends plain text and no policy sees it (istio.io,
 * "Application Requirements"; the `owner` rules of tools/istio-iptables). An init container that ends before the proxy
 * starts may run as that user: it is the documented way to the network for one (istio.io, "Install Istio with the Istio
 * CNI plugin").
 */
export const proxyUser: PolicyRule = {
    id: "proxy-user",
    description: "No application runs as the proxy's own user or group.",
    remedy: "Set runAsUser and runAsGroup to another id than 1337, Istio's own",
    judge: (objects, context) =>
        objects
            .filter((object) => isMeshed(object, context))
            .flatMap((object) => {
                const found = ownContainers(object).filter((container) => !container.endsEarly);
                return found.flatMap((container) =>
                    proxyIds(object, container).map((field) => ({
                        object: objectId(object),
                        reason: `its container ${container.name} runs with ${field}: ${PROXY_ID}, so its traffic goes past the proxy`,
                    })),
                );
            }),
};

/** Which of the two fields, the pod's or the container's own, come to the proxy's id. */
function proxyIds(object: Manifest, { fields }: PodContainer): readonly string[] {
    const pod = podTemplateOf(object)?.spec?.["securityContext"];
    const own = fields["securityContext"];
    return ["runAsUser", "runAsGroup"].filter((field) => {
        const value = (isRecord(own) ? own[field] : undefined) ?? (isRecord(pod) ? pod[field] : undefined);
        return value === PROXY_ID;
    });
}
