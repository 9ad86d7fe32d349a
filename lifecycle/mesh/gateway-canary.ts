import type { JsonObject } from "../kit/json";
import { deepMerge, valueAt } from "./deep-merge";
import { type GatewayOptions, type GatewayRelease, gatewayValues } from "./gateway-values";

/** Label by which a gateway's canary is told from the gateway whose Service it serves. */
export const TRACK_LABEL = "windlass.dev/track";
/** Its value on the canary's pods; those of the gateway have no such label. */
export const CANARY_TRACK = "canary";

/** Name of a canary's release and Deployment, beside those of its gateway. */
export function canaryName(releaseName: string): string {
    return `${releaseName}-canary`;
}

/** A second release of a gateway's chart, of another version or revision. */
export interface GatewayCanary extends Pick<GatewayRelease, "revision"> {
    /** Pods beside those of the gateway: the Service gives each pod the same share. */
    readonly replicas: number;
}

/**
 * Values of the canary of a gateway: the same pods at another version, without a Service of their own. They carry the labels that
 * the gateway's Service selects, so that they get their share of its traffic by their number, and the load balancer's address
 * stays, whatever becomes of them.
 *
 * They run as the gateway's account: certificates are read by it, and policies know it by its name. They have neither
 * autoscaler nor budget: two autoscalers, or two budgets, that select one pod do nothing but complain.
 *
 * @param own Values of the gateway, and the canary's over them.
 * @param gateway The gateway's release.
 */
export function gatewayCanaryValues(
    options: GatewayOptions,
    own: JsonObject,
    gateway: Pick<GatewayRelease, "releaseName" | "selector">,
    { revision, replicas }: GatewayCanary,
): JsonObject {
    const { podDisruptionBudget: _, ...values } = gatewayValues(options, own, { ...gateway, revision });
    return deepMerge(values, {
        service: { type: "None" },
        autoscaling: { enabled: false },
        replicaCount: replicas,
        serviceAccount: { create: false, name: accountName(own, gateway.releaseName) },
        rbac: { enabled: false },
        labels: { [TRACK_LABEL]: CANARY_TRACK },
    });
}

/** The account that the chart gives the gateway's pods (`gateway.serviceAccountName`). */
function accountName(own: JsonObject, releaseName: string): string {
    const [name, create] = ["name", "create"].map((key) => valueAt(own, ["serviceAccount", key]));
    if (typeof name === "string" && name !== "") return name;
    return create === false ? "default" : releaseName;
}
