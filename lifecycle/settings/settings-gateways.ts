import * as v from "valibot";

import { compareText } from "../kit/compare-text";
import { flag, map, record, rule } from "../kit/fields";
import { label } from "./formats";
import {
    defaultNamespace,
    gatewayFault,
    gatewaysFault,
    namespaceFault,
    openFault,
    replicasFault,
} from "./gateway-faults";
import {
    GATEWAY_KINDS,
    type GatewayKind,
    type WrittenGateway,
    gatewayMembers,
    hosts,
    replicas,
    serviceType,
    tlsSecret,
} from "./gateway-members";
import { isReservedNamespace } from "./system-namespaces";

export type { GatewayKind };

/** Name of the gateway that `windlass:gateway` describes. */
export const INGRESS_NAME = "ingress";

const gateway = map(
    "A gateway: a Helm release, autoscaled, in a namespace of its own, and the Gateway object it serves.",
    gatewayMembers,
    gatewayFault,
);

/** Every gateway of a stack, by name. */
export const gatewaysField = v.optional(
    v.pipe(
        record(
            "The gateways, by name; each moves to a new version in a step of its own.",
            label({ description: "Name of a gateway" }),
            gateway,
        ),
        rule(gatewaysFault),
    ),
    {},
);

/** The one ingress gateway, as stack files of before write it. */
export const gatewayFields = map(
    "The ingress gateway: the short way to write one of windlass:gateways.",
    {
        enabled: v.optional(flag("Install an ingress gateway and its Gateway object."), false),
        namespace: v.optional(label({ description: "Namespace of the gateway." }), "istio-ingress"),
        hosts: v.optional(hosts("Hosts the Gateway object answers for."), []),
        tlsSecret: tlsSecret("Name of the Secret with the certificate."),
        serviceType: v.optional(serviceType("Type of the gateway's Service."), "LoadBalancer"),
        ...replicas,
    },
    (value) => {
        const fault = replicasFault(value);
        if (fault) return fault;
        if (value.enabled && isReservedNamespace(value.namespace)) return namespaceFault(["namespace"]);
        if (value.enabled && value.hosts.length === 0) {
            return {
                at: ["hosts"],
                rule: "must name at least one host, as the gateway is enabled",
                remedy: "Add the hosts it answers for, or set gateway.enabled to false",
            };
        }
        return openFault(value, "gateway.tlsSecret");
    },
);

/** {@link gatewayFields}, read. */
export type ShortGateway = v.InferOutput<typeof gatewayFields>;

/** A gateway with everything that is left out filled in. */
export type GatewaySettings = Omit<
    WrittenGateway,
    "namespace" | "serviceType" | "hosts" | "tlsSecret" | "issuer" | "servers"
> & {
    /** `ingress`: what the lock, plans and findings call it. */
    readonly name: string;
    readonly namespace: string;
    readonly serviceType: NonNullable<WrittenGateway["serviceType"]>;
    /** Hosts that share a certificate, or have none; empty where there is no Gateway object. */
    readonly servers: readonly GatewayServer[];
};

/** Hosts of a Gateway object. */
export interface GatewayServer {
    readonly hosts: readonly string[];
    /** Name of the Secret with their certificate. @default plain HTTP */
    readonly tlsSecret?: string;
    /** Issuer of cert-manager that writes it. @default somebody else does */
    readonly issuer?: { readonly kind: "ClusterIssuer" | "Issuer"; readonly name: string };
}

/** Every gateway of a stack in the order in which an upgrade moves them, from what its file says in either way. */
export function gatewaysOf(
    gateways: Readonly<Record<string, WrittenGateway>>,
    short: ShortGateway,
): readonly GatewaySettings[] {
    const { enabled, ...ingress } = short;
    const all = Object.entries(gateways).map(([name, written]) => completed(name, written));
    if (enabled) all.push(completed(INGRESS_NAME, { ...v.parse(gateway, {}), ...ingress }));
    return all.sort(
        (a, b) =>
            GATEWAY_KINDS.indexOf(a.kind) - GATEWAY_KINDS.indexOf(b.kind) || compareText(a.name, b.name),
    );
}

function completed(
    name: string,
    { hosts: names, tlsSecret: secret, issuer, servers, ...written }: WrittenGateway,
): GatewaySettings {
    const issuedBy = (each: WrittenGateway["issuer"]): GatewayServer["issuer"] =>
        each.name === undefined ? undefined : { kind: each.kind, name: each.name };
    return {
        ...written,
        name,
        namespace: written.namespace ?? defaultNamespace(name),
        serviceType: written.serviceType ?? (written.kind === "egress" ? "ClusterIP" : "LoadBalancer"),
        servers: [
            ...(names.length > 0 ? [{ hosts: names, tlsSecret: secret, issuer: issuedBy(issuer) }] : []),
            ...servers.map((each) => ({ ...each, issuer: issuedBy(each.issuer) })),
        ],
    };
}
