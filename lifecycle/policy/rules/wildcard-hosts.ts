import { getIn, isRecord } from "../../kit/json-path";
import type { PolicyRule } from "../rule";
import { objectId } from "../../workloads/manifest";

/** A gateway that answers for any name in plain text serves whatever a VirtualService, anybody's, binds to it. */
export const wildcardHosts: PolicyRule = {
    id: "wildcard-hosts",
    description: "A Gateway answers for wildcard hosts by TLS only.",
    remedy: "Name the hosts, or give the server a certificate and redirect plain HTTP",
    judge: (objects) =>
        objects
            .filter(
                ({ apiVersion, kind }) => kind === "Gateway" && apiVersion.startsWith("networking.istio.io/"),
            )
            .flatMap((gateway) => {
                const servers = getIn(gateway, ["spec", "servers"]);
                const open = (Array.isArray(servers) ? servers : []).filter(isRecord).flatMap(openWildcards);
                return open.map((host) => ({
                    object: objectId(gateway),
                    reason: `it answers for ${host} in plain text`,
                }));
            }),
};

function openWildcards(server: Readonly<Record<string, unknown>>): readonly string[] {
    const tls = server["tls"];
    if (isRecord(tls) && (tls["httpsRedirect"] === true || tls["mode"] !== undefined)) return [];
    const hosts = server["hosts"];
    return (Array.isArray(hosts) ? hosts : []).filter(
        // `namespace/host`: the host part counts.
        (host): host is string => typeof host === "string" && (host.split("/").pop() ?? "").startsWith("*"),
    );
}
