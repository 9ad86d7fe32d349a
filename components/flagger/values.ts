import type { JsonObject } from "../../lifecycle/kit/json";
import type { AnyObject } from "../kube/types";

/** What decides the values of Flagger's chart. */
export interface FlaggerValuesArgs {
    /** Name of the cluster, as alerts show it. */
    readonly cluster: string;
    /** Registry and folder of Flagger's image, without the image's name: `ghcr.io/fluxcd`. */
    readonly registry: string;
    /** Prometheus that Flagger asks, `http://host:port`. @default the chart installs a small one */
    readonly prometheus?: string;
    /** Image of that small one, with its tag. @default the chart's */
    readonly prometheusImage?: string;
    /** Secret in Flagger's namespace with the credentials of the images' registry. @default none are needed */
    readonly pullSecret?: string;
    /** Copies of Flagger. One leads, the others stand by; at least 1. @default 2 */
    readonly replicas?: number;
    /** Requests a second to the API server, and at once. @default Flagger's own: 100, and 250 at once */
    readonly limits?: { readonly qps: number; readonly burst: number };
}

/** What the `restricted` Pod Security Standard asks of a container. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const RESTRICTED: JsonObject = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10001,
    seccompProfile: { type: "RuntimeDefault" },
};

/** Values of Flagger's chart, where they differ from its own: charts/flagger/values.yaml. */
export function flaggerValues(args: FlaggerValuesArgs): AnyObject {
    const replicas = args.replicas ?? 2;
    return {
        meshProvider: "istio",
        clusterName: args.cluster,
        image: { repository: `${args.registry}/flagger`, pullSecret: args.pullSecret },
        // Istio's own ConfigMaps are exempt by annotation: see config-tracking.ts.
        configTracking: { enabled: true },
        // Labels such as app.kubernetes.io/part-of go over to the primary; Flux's own never do.
        includeLabelPrefix: "app.kubernetes.io",
        // Canaries of every namespace share the MetricTemplates in Flagger's.
        noCrossNamespaceRefs: false,
        leaderElection: { enabled: replicas > 1, replicaCount: replicas },
        podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 },
        kubeconfigQPS: args.limits?.qps,
        kubeconfigBurst: args.limits?.burst,
        podMonitor: { enabled: false },
        resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "1000m", memory: "512Mi" } },
        securityContext: { enabled: true, context: RESTRICTED },
        ...metricsServer(args),
    };
}

/**
 * The chart's Prometheus lives outside the mesh and needs no certificate: it reads the merged metrics of a sidecar at
 * port 15020, which the pod's redirection leaves out, so STRICT mutual TLS does not touch it.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
 */
function metricsServer({ prometheus, prometheusImage, pullSecret }: FlaggerValuesArgs): AnyObject {
    if (prometheus !== undefined) return { metricsServer: prometheus, prometheus: { install: false } };
    return {
        prometheus: {
            install: true,
            securityContext: { enabled: true, context: RESTRICTED },
            image: prometheusImage,
            pullSecret,
        },
    };
}
