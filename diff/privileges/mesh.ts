import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { type Phrase, listing, say } from "../phrase";
import { type Privilege, fields, records, strong, text, texts, weak } from "./privilege";

const PLAIN = new Set(["PERMISSIVE", "DISABLE"]);
const OLD_TLS = new Set(["TLSV1_0", "TLSV1_1"]);

/** Where a PeerAuthentication accepts plain text (istio.io, PeerAuthentication). */
export function peerAuthenticationPrivileges({ spec }: Manifest): readonly Privilege[] {
    const found: Privilege[] = [];
    const mode = text(getIn(spec, ["mtls", "mode"]));
    if (PLAIN.has(mode)) found.push(strong("mtls", say`accepts traffic without mutual TLS (${mode})`));
    for (const [port, mtls] of Object.entries(fields(getIn(spec, ["portLevelMtls"])))) {
        const level = text(fields(mtls)["mode"]);
        if (PLAIN.has(level))
            found.push(strong("mtls", say`accepts traffic without mutual TLS at port ${port} (${level})`));
    }
    return found;
}

/** What an AuthorizationPolicy lets everybody do. An ALLOW rule without conditions allows everything (istio.io). */
export function authorizationPrivileges({ spec }: Manifest): readonly Privilege[] {
    const action = text(getIn(spec, ["action"])) || "ALLOW";
    if (action !== "ALLOW") return [];
    const rules = records(getIn(spec, ["rules"]));
    const open = rules.some(
        (rule) => rule["from"] === undefined && rule["when"] === undefined && rule["to"] === undefined,
    );
    const anyone = rules.filter(
        (rule) => rule["from"] === undefined && rule["when"] === undefined && rule["to"] !== undefined,
    );
    return [
        ...(open ? [strong("authorization", ["allows every request"])] : []),
        ...(anyone.length > 0 ? [weak("authorization", ["allows some requests from anyone"])] : []),
    ];
}

/** What a Gateway serves too openly: any host, no TLS, old TLS. */
export function gatewayPrivileges({ spec }: Manifest): readonly Privilege[] {
    return records(getIn(spec, ["servers"])).flatMap((server): Privilege[] => {
        const hosts = texts(server["hosts"]);
        const tls = fields(server["tls"]);
        const protocol = text(fields(server["port"])["protocol"]).toUpperCase();
        const found: Privilege[] = [];
        if (hosts.some((host) => host === "*" || host.endsWith("/*"))) {
            found.push(
                strong("gateway", say`answers for every host (${text(fields(server["port"])["name"])})`),
            );
        }
        if (["HTTP", "HTTP2", "GRPC", "TCP", "MONGO"].includes(protocol) && tls["httpsRedirect"] !== true) {
            found.push(strong("gateway", say`serves ${listing(hosts, 5)} without TLS (${protocol})`));
        }
        const minimum = text(tls["minProtocolVersion"]);
        if (OLD_TLS.has(minimum)) found.push(strong("gateway", say`accepts old TLS (${minimum})`));
        if (text(tls["mode"]) === "OPTIONAL_MUTUAL")
            found.push(weak("gateway", ["client certificates are optional"]));
        return found;
    });
}

/** Listeners of the Gateway API without TLS or a host name. */
export function listenerPrivileges({ spec }: Manifest): readonly Privilege[] {
    return records(getIn(spec, ["listeners"])).flatMap((listener): Privilege[] => {
        const [name, protocol] = [text(listener["name"]), text(listener["protocol"])];
        return [
            ...(listener["hostname"] === undefined
                ? [strong("gateway", say`answers for every host (${name})`)]
                : []),
            ...(["HTTP", "TCP"].includes(protocol)
                ? [weak("gateway", say`listens without TLS (${name}, ${protocol})`)]
                : []),
        ];
    });
}

/** A DestinationRule that talks plain text, or does not check whom it talks to. */
export function destinationPrivileges({ spec }: Manifest): readonly Privilege[] {
    const found: Privilege[] = [];
    const visit = (policy: unknown, where: Phrase): void => {
        const tls = fields(fields(policy)["tls"]);
        if (text(tls["mode"]) === "DISABLE") found.push(strong("mtls", say`sends without TLS${where}`));
        if (tls["insecureSkipVerify"] === true)
            found.push(strong("mtls", say`does not check certificates${where}`));
    };
    const policy = getIn(spec, ["trafficPolicy"]);
    visit(policy, []);
    for (const port of records(fields(policy)["portLevelSettings"]))
        visit(port, say` (port ${text(fields(port["port"])["number"])})`);
    for (const subset of records(getIn(spec, ["subsets"])))
        visit(subset["trafficPolicy"], say` (subset ${text(subset["name"])})`);
    return found;
}

/** Objects that change what proxies do, whatever they say. */
export function proxyCodePrivileges({ kind }: Manifest): readonly Privilege[] {
    if (kind === "EnvoyFilter") return [strong("proxy-code", ["rewrites the configuration of proxies"])];
    return kind === "WasmPlugin" ? [strong("proxy-code", ["runs code in proxies"])] : [];
}

/** Hosts outside the mesh that become reachable. */
export function serviceEntryPrivileges({ spec }: Manifest): readonly Privilege[] {
    return texts(getIn(spec, ["hosts"])).map((host) => {
        const make = host === "*" || host.startsWith("*.") ? strong : weak;
        return make("egress", say`makes ${host} known to the mesh`);
    });
}

/** A Sidecar that lets its pods reach what no registry knows. */
export function sidecarPrivileges({ spec }: Manifest): readonly Privilege[] {
    const mode = text(getIn(spec, ["outboundTrafficPolicy", "mode"]));
    return mode === "ALLOW_ANY" ? [strong("egress", ["lets its pods reach any host (ALLOW_ANY)"])] : [];
}
