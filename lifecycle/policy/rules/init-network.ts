import { type PodContainer, isMeshed, ownContainers, podContainers } from "../mesh-pods";
import type { PolicyRule } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/** What reaches for the network on a command line: a program that does nothing else, or an address. */
const NETWORK =
    /(?:^|[\s/;&|("'])(?:curl|wget|nc|ncat|telnet|nslookup|dig|psql|pg_isready|mysql|mysqladmin|redis-cli|mongo|mongosh|kubectl)(?=$|[\s;&|)"'])|\b(?:https?|tcp|postgres(?:ql)?|mysql|redis|mongodb|amqp):\/\//;

/**
 * The CNI node agent redirects a pod's traffic from its first moment. A proxy that is no native sidecar starts after the init
 * containers, so until then their traffic leads nowhere (istio.io, "Install Istio with the Istio CNI plugin", compatibility
 * with application init containers). Nobody can tell from outside what an init container does, hence a warning, and only
 * where its command line says so.
 */
export const initNetwork: PolicyRule = {
    id: "init-network",
    description: "No init container needs the network before the proxy that it is redirected to.",
    remedy: "Use native sidecars (cluster.kubernetes 1.33 or newer), run the init container as user 1337, or exclude what it calls by traffic.sidecar.istio.io/excludeOutboundPorts",
    judge: (objects, context) =>
        objects
            .filter((object) => isMeshed(object, context) && startsLate(object))
            .flatMap((object) =>
                ownContainers(object)
                    .filter(reachesOut)
                    .map(({ name }) => ({
                        object: objectId(object),
                        reason: `its init container ${name} uses the network before the proxy runs, and the node agent has redirected its traffic there`,
                        level: "warning" as const,
                    })),
            ),
};

/** Whether the node agent redirects the pod, and its proxy starts with the application only. */
function startsLate(object: Manifest): boolean {
    const containers = podContainers(object);
    const proxy = containers.find(({ name }) => name === "istio-proxy");
    const redirectsItself = containers.some(({ name }) => name === "istio-init");
    return proxy !== undefined && !proxy.init && !redirectsItself;
}

function reachesOut({ endsEarly, fields }: PodContainer): boolean {
    if (!endsEarly) return false;
    const security = fields["securityContext"] as { readonly runAsUser?: unknown };
    if (security?.runAsUser === 1337) return false;
    const words = [fields["command"], fields["args"]].flatMap((list): readonly unknown[] =>
        Array.isArray(list) ? list : [],
    );
    return NETWORK.test(words.filter((word) => typeof word === "string").join(" "));
}
