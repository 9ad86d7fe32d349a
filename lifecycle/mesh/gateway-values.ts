import { withoutUndefined } from "../kit/fields";
import type { JsonObject, JsonValue } from "../kit/json";
import type { GatewayKind } from "../settings/settings";
import { deepMerge } from "./deep-merge";
import { SECCOMP } from "./helm-values";
import { chartRevision } from "./revision";

/** Values of the `gateway` chart that differ from its own in every mesh. */
export const GATEWAY_DEFAULTS: JsonObject = {
    // Setting one field replaces the chart's whole default, so the sysctl for ports 80 and 443 is repeated.
    securityContext: {
        seccompProfile: SECCOMP,
        sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
    },
    // No pod that serves goes before its successor is Ready (/healthz/ready of the proxy, which the webhook adds) and has
    // stayed so: a proxy that does not come up, or falls over at once, never takes the running gateway down.
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
    minReadySeconds: 10,
    // The chart leaves it out below two replicas, where it would block every drain.
    podDisruptionBudget: { maxUnavailable: 1 },
    // Not `global.networkPolicy`: the chart's own says `app` and `istio` twice, which Flux's post-renderer refuses.
};

/** A port of a gateway's Service. */
export interface GatewayPort {
    readonly name: string;
    readonly port: number;
    /** Port of the pods. @default the same */
    readonly targetPort?: number;
    /** @default the cluster picks it */
    readonly nodePort?: number;
    /** @default "TCP" */
    readonly protocol?: "TCP" | "UDP";
}

/** What decides the values of a gateway's release. Everything that is left out is as the chart has it, or {@link GATEWAY_DEFAULTS}. */
export interface GatewayOptions {
    readonly kind?: GatewayKind;
    /** Network of the cluster, which an east-west gateway joins to others. */
    readonly network?: string;
    readonly serviceType?: string;
    readonly serviceAnnotations?: Readonly<Record<string, string>>;
    readonly loadBalancerClass?: string;
    readonly loadBalancerSourceRanges?: readonly string[];
    readonly externalTrafficPolicy?: string;
    /** Ports in place of 80 and 443; none are as if it were left out. */
    readonly ports?: readonly GatewayPort[];
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly targetCPUUtilizationPercentage?: number;
    readonly resources?: JsonObject;
    readonly affinity?: JsonObject;
    readonly topologySpreadConstraints?: readonly JsonObject[];
    readonly tolerations?: readonly JsonObject[];
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly podDisruptionBudget?: JsonObject;
    readonly priorityClassName?: string;
    /** Names of Secrets. */
    readonly imagePullSecrets?: readonly string[];
    readonly drainSeconds?: number;
}

/** What a gateway's release is called by, and what its istiod is. */
export interface GatewayRelease {
    /** `default`, or a revision's name. */
    readonly revision: string;
    readonly releaseName: string;
    readonly selector: string;
}

/** Seconds a pod has beside those in which it drains: the proxy ends, and so does whatever else runs in it. */
const END = 10;
/** The port at which a load balancer asks whether a pod is ready, as the chart has it. */
const STATUS_PORT: GatewayPort = { name: "status-port", port: 15_021, protocol: "TCP", targetPort: 15_021 };

/** Ports of the pods that an east-west gateway's Service leads to: values.yaml of the chart, `networkGatewayPorts`. */
const NETWORK_PORTS: readonly GatewayPort[] = [
    { name: "tls", port: 15_443 },
    { name: "tls-istiod", port: 15_012 },
    { name: "tls-webhook", port: 15_017 },
];
/** Those of any other: `service.ports`. */
const WEB_PORTS: readonly GatewayPort[] = [
    { name: "http2", port: 80 },
    { name: "https", port: 443 },
];

/** Ports that a gateway serves. */
export function servedPorts({
    kind,
    ports = [],
}: Pick<GatewayOptions, "kind" | "ports">): readonly GatewayPort[] {
    if (ports.length > 0) return ports;
    return kind === "east-west" ? NETWORK_PORTS : WEB_PORTS;
}

/**
 * All values of the `gateway` chart.
 *
 * @param own Values over those that options make; what the release itself relies on stands above them.
 */
export function gatewayValues(options: GatewayOptions, own: JsonObject, release: GatewayRelease): JsonObject {
    const { podDisruptionBudget: budget, ...defaults } = GATEWAY_DEFAULTS;
    const made = optionValues(options);
    // One budget is not merged with another: `minAvailable` and `maxUnavailable` exclude each other.
    const whole = made["podDisruptionBudget"] ?? (own["podDisruptionBudget"] === undefined ? budget : {});
    const values = { ...defaults, ...made, ...(whole === undefined ? {} : { podDisruptionBudget: whole }) };
    const identity = {
        revision: chartRevision(release.revision),
        labels: { app: release.releaseName, istio: release.selector },
    };
    return deepMerge(deepMerge(values, own), identity);
}

/** Values that the options of a gateway make, and nothing else. */
export function optionValues(options: GatewayOptions): JsonObject {
    const { drainSeconds, minReplicas, maxReplicas, ports = [] } = options;
    const service = present({
        type: options.serviceType,
        annotations: options.serviceAnnotations,
        loadBalancerClass: options.loadBalancerClass,
        loadBalancerSourceRanges: options.loadBalancerSourceRanges,
        externalTrafficPolicy: options.externalTrafficPolicy,
        ports: ports.length === 0 ? undefined : [STATUS_PORT, ...ports].map(portValues),
    });
    const autoscaling = present({
        minReplicas,
        maxReplicas,
        targetCPUUtilizationPercentage: options.targetCPUUtilizationPercentage,
    });
    return present({
        networkGateway: options.kind === "east-west" ? options.network : undefined,
        service,
        autoscaling: isEmpty(autoscaling) ? undefined : { enabled: true, ...autoscaling },
        resources: options.resources,
        affinity: options.affinity,
        topologySpreadConstraints: options.topologySpreadConstraints,
        tolerations: options.tolerations,
        nodeSelector: options.nodeSelector,
        podDisruptionBudget: options.podDisruptionBudget,
        priorityClassName: options.priorityClassName,
        imagePullSecrets: options.imagePullSecrets?.map((name) => ({ name })),
        ...(drainSeconds === undefined ? {} : drainValues(drainSeconds)),
    });
}

/**
 * A pod that goes takes no new connections and serves those it has for so long, and Kubernetes waits a little longer.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig terminationDrainDuration
 */
function drainValues(seconds: number): JsonObject {
    return {
        podAnnotations: { "proxy.istio.io/config": `{"terminationDrainDuration":"${seconds}s"}` },
        terminationGracePeriodSeconds: seconds + END,
    };
}

function portValues({ name, port, targetPort = port, nodePort, protocol = "TCP" }: GatewayPort): JsonObject {
    return withoutUndefined({ name, port, protocol, targetPort, nodePort }) as JsonObject;
}

/** What says something: no key that is undefined, no empty list or map. */
function present(values: Readonly<Record<string, unknown>>): JsonObject {
    return Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== undefined && !isEmpty(value)),
    ) as Readonly<Record<string, JsonValue>>;
}

function isEmpty(value: unknown): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
