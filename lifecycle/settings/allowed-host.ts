import type { Fault } from "../kit/fields";

/** A host outside the mesh that proxies let traffic out to. */
export interface AllowedHost {
    /** `api.example.com`, or `*.example.com` for every host below it. */
    readonly host: string;
    readonly port: number;
    readonly protocol: AllowedProtocol;
}

/** How a proxy tells one host from another: by the name in the TLS handshake, by the Host header, or by the port alone. */
export const ALLOWED_PROTOCOLS = ["TLS", "HTTP", "TCP"] as const;
export type AllowedProtocol = (typeof ALLOWED_PROTOCOLS)[number];

const LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";

/** How an allowed host is written: `api.example.com`, `api.example.com:8443`, `smtp.example.com:587/TCP`. */
export const ALLOWED_HOST = `^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})+(?::[0-9]{1,5}(?:/(?:${ALLOWED_PROTOCOLS.join("|")}))?)?$`;

/**
 * A host as it is written. Without a port 443 is meant, and of a port 80 without a protocol HTTP; else TLS.
 *
 * @throws Error for a text that does not match {@link ALLOWED_HOST}
 */
export function parseAllowedHost(text: string): AllowedHost {
    if (!new RegExp(ALLOWED_HOST).test(text)) throw new Error(`no host: ${text}`);
    const [host = "", rest = "443"] = text.split(":");
    const [port = "", protocol] = rest.split("/");
    return {
        host,
        port: Number(port),
        protocol: (protocol as AllowedProtocol | undefined) ?? (port === "80" ? "HTTP" : "TLS"),
    };
}

/** What is wrong with a host that is written as it must be; undefined where nothing is. */
export function allowedHostFault(text: string): Fault | undefined {
    const { host, port, protocol } = parseAllowedHost(text);
    if (port < 1 || port > 65_535) return { rule: "must have a port from 1 to 65535" };
    if (protocol === "TCP" && host.startsWith("*"))
        return {
            rule: "must name one host: of plain TCP a proxy sees no name, and could tell none from another",
            remedy: "Write each host, or leave the protocol out where it is TLS",
        };
    return undefined;
}

/**
 * What is wrong with hosts taken together: by plain TCP a port has one host, for its name is not seen.
 */
export function allowedHostsFault(texts: readonly string[]): Fault | undefined {
    const byPort = new Map<number, string>();
    for (const text of texts) {
        const { host, port, protocol } = parseAllowedHost(text);
        if (protocol !== "TCP") continue;
        const other = byPort.get(port);
        if (other !== undefined && other !== host)
            return {
                rule: `has ${other} and ${host} on port ${port} by plain TCP, where a proxy sees no name and would send all to one of them`,
                remedy: "Write a ServiceEntry with addresses among the manifests for one of them",
            };
        byPort.set(port, host);
    }
    return undefined;
}
