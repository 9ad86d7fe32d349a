import type { Fault } from "../kit/fields";
import type { WrittenGateway } from "./gateway-members";
import { isReservedNamespace } from "./system-namespaces";

/** As long as a Helm release `istio-<name>-canary` may be, which is 53. */
const LONGEST_NAME = 40;

/** What is wrong with a gateway by itself; undefined where nothing is. */
export function gatewayFault(gateway: WrittenGateway): Fault | undefined {
    return replicasFault(gateway) ?? openFault(gateway) ?? kindFault(gateway) ?? portsFault(gateway);
}

/** Namespace of a gateway as it is written. */
export function namespaceOf(
    name: string,
    gateways: Readonly<Record<string, Pick<WrittenGateway, "namespace">>>,
): string {
    return gateways[name]?.namespace ?? defaultNamespace(name);
}

/** Namespace of a gateway that names none. */
export function defaultNamespace(name: string): string {
    return `istio-${name}`;
}

export function replicasFault({
    minReplicas,
    maxReplicas,
}: Pick<WrittenGateway, "minReplicas" | "maxReplicas">): Fault | undefined {
    if (minReplicas <= maxReplicas) return undefined;
    return {
        at: ["minReplicas"],
        rule: `must not be greater than maxReplicas, which is ${maxReplicas}`,
        remedy: "Raise maxReplicas or lower minReplicas",
    };
}

export function openFault(
    { hosts: names, tlsSecret: secret }: Pick<WrittenGateway, "hosts" | "tlsSecret">,
    key = "its tlsSecret",
): Fault | undefined {
    if (!names.includes("*") || secret !== undefined) return undefined;
    return {
        at: ["hosts"],
        rule: "must not be * without a certificate",
        remedy: `Name the hosts, or set ${key}`,
    };
}

export function namespaceFault(at: readonly string[]): Fault {
    return {
        at,
        rule: "must be a namespace of the gateway's own: whoever may change its pods can read its certificates",
        remedy: "Delete the key for istio-ingress, or name another namespace",
    };
}

/** What does not go together with what a gateway is for. */
export function kindFault({
    kind,
    hosts: names,
    tlsSecret: secret,
    issuer: by,
    servers,
}: WrittenGateway): Fault | undefined {
    const certificate = "Delete it: certificates are for ingress gateways";
    if (by.name !== undefined && secret === undefined)
        return {
            at: ["tlsSecret"],
            rule: "is required, as an issuer is given: cert-manager writes the certificate there",
            remedy: "Name the Secret, or delete issuer",
        };
    if (kind === "ingress") return undefined;
    if (kind === "east-west" && names.length > 0)
        return {
            at: ["hosts"],
            rule: "must be left out of an east-west gateway, which passes on what is in the mesh",
            remedy: "Delete it",
        };
    if (servers.length > 0)
        return { at: ["servers"], rule: `must be left out of an ${kind} gateway`, remedy: certificate };
    if (secret === undefined) return undefined;
    return {
        at: ["tlsSecret"],
        rule: `must be left out of an ${kind} gateway, which passes TLS on as it is`,
        remedy: certificate,
    };
}

/** Ports the Gateway object needs of the Service. */
export function portsFault({
    kind,
    ports,
    hosts: names,
    tlsSecret: secret,
    servers,
}: WrittenGateway): Fault | undefined {
    if (ports.length === 0) return undefined;
    if (kind === "east-west")
        return {
            at: ["ports"],
            rule: "must be left out of an east-west gateway: other clusters look for it at the chart's",
            remedy: "Delete it, or set values.networkGatewayPorts",
        };
    const twice = ports.find((one, index) =>
        ports.slice(0, index).some((other) => other.port === one.port && other.protocol === one.protocol),
    );
    if (twice) return { at: ["ports"], rule: `must not have port ${twice.port} twice`, remedy: "Delete one" };
    const reserved = ports.find(({ port: number, targetPort = number }) => PROXY_PORTS.includes(targetPort));
    if (reserved)
        return {
            at: ["ports"],
            rule: `must not lead to the proxy's own port ${reserved.targetPort ?? reserved.port}`,
            remedy: "Choose another port of the pods; the status port stands there anyway",
        };
    const isServed = names.length > 0 || servers.length > 0;
    const isSecure = secret !== undefined || servers.length > 0 || kind === "egress";
    const needed = [...(isServed && kind === "ingress" ? [80] : []), ...(isServed && isSecure ? [443] : [])];
    const missing = needed.find((number) => !ports.some(({ port: has }) => has === number));
    if (missing === undefined) return undefined;
    return {
        at: ["ports"],
        rule: `must have port ${missing}, at which the Gateway object serves the hosts`,
        remedy: `Add it, or delete hosts and declare a Gateway object of your own`,
    };
}

/** Ports a proxy listens on for itself: istio.io, "Application Requirements", ports used by Istio. */
const PROXY_PORTS: readonly number[] = [
    15_000, 15_001, 15_004, 15_006, 15_008, 15_020, 15_021, 15_053, 15_090,
];

export function gatewaysFault(gateways: Readonly<Record<string, WrittenGateway>>): Fault | undefined {
    const owners = new Map<string, string>();
    for (const [name, { namespace = defaultNamespace(name) }] of Object.entries(gateways)) {
        if (name.length > LONGEST_NAME)
            return {
                at: [name],
                rule: `must have a name of at most ${LONGEST_NAME} characters`,
                remedy: "Shorten it",
            };
        if (isReservedNamespace(namespace)) return namespaceFault([name, "namespace"]);
        const other = owners.get(namespace);
        if (other !== undefined)
            return {
                at: [name, "namespace"],
                rule: `must be a namespace of the gateway's own, and ${other} is in ${namespace}: whoever may change a gateway's pods can read its certificates`,
                remedy: `Delete the key for ${defaultNamespace(name)}, or name another namespace`,
            };
        owners.set(namespace, name);
    }
    return undefined;
}
