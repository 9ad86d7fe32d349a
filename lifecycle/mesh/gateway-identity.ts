import type { GatewayKind, GatewaySettings } from "../settings/settings";

/** What a gateway's Helm release, its pods and its Gateway object share. */
export interface GatewayIdentity {
    /** Name of the Helm release, its Deployment and Service. */
    readonly release: string;
    /** Value of the pods' `istio` label, which Gateway objects select. */
    readonly selector: string;
    /** Name of the Gateway object. */
    readonly gateway: string;
}

/** Names of Gateway objects by what they are for. */
const GATEWAY_OBJECTS: Readonly<Record<GatewayKind, string>> = {
    ingress: "public",
    egress: "egress",
    "east-west": "cross-network",
};

/**
 * The names of a gateway, as Istio's guide to gateways has them (istio.io, "Installing Gateways"). Each has a namespace of its
 * own, so two Gateway objects may have the same name.
 */
export function gatewayIdentity({ name, kind }: Pick<GatewaySettings, "name" | "kind">): GatewayIdentity {
    return { release: `istio-${name}`, selector: name, gateway: GATEWAY_OBJECTS[kind] };
}

/** The ingress that `windlass:gateway` describes. */
export const INGRESS: GatewayIdentity = gatewayIdentity({ name: "ingress", kind: "ingress" });
