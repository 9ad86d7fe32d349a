import type { GatewaySettings } from "../settings/settings";

/** What a gateway's Helm release, its pods and its Gateway object share. */
export interface GatewayIdentity {
    /** Name of the Helm release, its Deployment and Service. */
    readonly release: string;
    /** Value of the pods' `istio` label, which Gateway objects select. */
    readonly selector: string;
    /** Name of the Gateway object. */
    readonly gateway: string;
}

/** The stack's ingress, under the names of Istio's guide to gateways (istio.io, "Installing Gateways"). */
export const INGRESS: GatewayIdentity = {
    release: "istio-ingress",
    selector: "ingress",
    gateway: "public",
};

/** How VirtualServices and Canaries refer to the stack's ingress: `istio-ingress/public`. */
export function ingressReference({ namespace }: Pick<GatewaySettings, "namespace">): string {
    return `${namespace}/${INGRESS.gateway}`;
}
