import { compareText } from "../../lifecycle/kit/compare-text";
import { type AllowedHost, parseAllowedHost } from "../../lifecycle/settings/allowed-host";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/**
 * ServiceEntries that let every proxy of the mesh out to some hosts: one for each port and protocol, with its hosts sorted, so
 * that one more host is one more line. Hosts below a `*.` stand apart: their addresses are those the application has looked up,
 * for a proxy cannot look up a `*` (resolution NONE).
 *
 * Source: https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function allowedHostEntries(hosts: readonly string[]): readonly Manifest[] {
    const groups = new Map<string, AllowedHost[]>();
    for (const host of hosts.map(parseAllowedHost)) {
        const name = entryName(host);
        groups.set(name, [...(groups.get(name) ?? []), host]);
    }
    return [...groups].sort(([a], [b]) => compareText(a, b)).map(([name, members]) => entryOf(name, members));
}

function entryName({ host, port, protocol }: AllowedHost): string {
    const below = host.startsWith("*.") ? "-below" : "";
    return `allowed-${protocol.toLowerCase()}-${port}${below}`;
}

function entryOf(name: string, members: readonly AllowedHost[]): Manifest {
    const [{ host: any, port: number, protocol } = { host: "", port: 443, protocol: "TLS" as const }] =
        members;
    return {
        apiVersion: "networking.istio.io/v1",
        kind: "ServiceEntry",
        metadata: { name, namespace: ISTIO_NAMESPACE },
        spec: {
            hosts: [...new Set(members.map(({ host }) => host))].sort(compareText),
            location: "MESH_EXTERNAL",
            resolution: any.startsWith("*.") ? "NONE" : "DNS",
            ports: [{ number, name: protocol.toLowerCase(), protocol }],
        },
    };
}
