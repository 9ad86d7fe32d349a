import { getIn, isRecord } from "../../kit/json-path";
import type { PolicyRule, Violation } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * A client that is told to speak plain text is refused by every workload under STRICT; and where it is let in, nobody knows
 * who it is (istio.io, "ClientTLSSettings", mode DISABLE). A single host may be spoken to so: it may stand outside the mesh.
 */
export const meshTls: PolicyRule = {
    id: "mesh-tls",
    description: "No DestinationRule switches mutual TLS off for the services of the mesh.",
    remedy: "Remove tls, so that proxies speak mutual TLS by themselves, or name the one host that stands outside the mesh",
    judge: (objects) =>
        objects
            .filter(
                ({ apiVersion, kind }) =>
                    kind === "DestinationRule" && apiVersion.startsWith("networking.istio.io/"),
            )
            .flatMap(plainHosts),
};

function plainHosts(rule: Manifest): readonly Violation[] {
    const host = getIn(rule, ["spec", "host"]);
    if (typeof host !== "string" || !coversMesh(host)) return [];
    const policies = [
        getIn(rule, ["spec", "trafficPolicy"]),
        ...listOf(getIn(rule, ["spec", "subsets"])).map((subset) => getIn(subset, ["trafficPolicy"])),
    ];
    const modes = policies.flatMap((policy) => [policy, ...listOf(getIn(policy, ["portLevelSettings"]))]);
    if (!modes.some((settings) => getIn(settings, ["tls", "mode"]) === "DISABLE")) return [];
    return [
        {
            object: objectId(rule),
            reason: `it has clients speak plain text to ${host}, services of the mesh`,
        },
    ];
}

/** Whether a host stands for many services: `*`, `*.local`, `*.prod.svc.cluster.local`; `*.example.com` does not. */
function coversMesh(host: string): boolean {
    return host === "*" || (host.startsWith("*.") && /(?:^|\.)(?:svc(?:\..+)?|local)$/.test(host.slice(2)));
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
    return Array.isArray(value) ? value.filter(isRecord) : [];
}
