/**
 * Queries of the MetricTemplates. Flagger fills in `{{ namespace }}`, `{{ target }}`, `{{ service }}` and
 * `{{ interval }}`, takes the one value that comes back, and counts "no value" and NaN as a failed check: a canary
 * nobody calls, or whose proxy nobody can see, is not promoted.
 *
 * A primary is told from its canary by exact equality with the target's name, which the primary's `-primary` breaks.
 * That only holds while both report their own name: sidecars in Git take it from the pod's label for this reason.
 */

/** Names of the MetricTemplates, in Flagger's namespace. */
export const METRIC_TEMPLATES = ["error-rate", "latency", "proxy-errors", "proxy-config-rejections"] as const;

/** One of {@link METRIC_TEMPLATES}. */
export type MetricTemplateName = (typeof METRIC_TEMPLATES)[number];

/** Names that a Prometheus gives to the labels of a scraped pod, for metrics in which the proxy does not name itself. */
export interface PodLabels {
    readonly namespace: string;
    readonly pod: string;
}

/** Of the Prometheus in Flagger's chart: charts/flagger/templates/prometheus.yaml, job `kubernetes-pods`. */
export const CHART_POD_LABELS: PodLabels = { namespace: "kubernetes_namespace", pod: "kubernetes_pod_name" };

/** Of the community's chart and operator, and of Istio's sample. */
export const COMMON_POD_LABELS: PodLabels = { namespace: "namespace", pod: "pod" };

/**
 * What Envoy puts into `response_flags` when the proxies, not the application, lost a request: connection failed,
 * reset or refused, nobody healthy, no route, circuit open, protocol error, retries used up.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags
 */
const PROXY_FLAGS = ["UF", "UC", "UH", "UO", "URX", "UR", "UPE", "NR", "NC"];

/** What a ReplicaSet's hash and a pod's suffix are made of: no vowel, so that `-primary-` is none of them. */
const GENERATED = "[bcdfghjklmnpqrstvwxz2456789]";

/** The PromQL of every template. */
export function metricQueries(labels: PodLabels): Readonly<Record<MetricTemplateName, string>> {
    return {
        "error-rate": errorRate(),
        latency: latency(),
        "proxy-errors": proxyErrors(),
        "proxy-config-rejections": proxyConfigRejections(labels),
    };
}

/** Percent of the requests the canary's proxy saw that the canary answered with a status of 500 or more. */
function errorRate(): string {
    return percentLost('reporter="destination",' + CANARY_WORKLOAD, 'response_code!~"5.."');
}

/** Milliseconds within which the canary answered 99 of 100 requests. */
function latency(): string {
    const buckets = `istio_request_duration_milliseconds_bucket{reporter="destination",${CANARY_WORKLOAD}}`;
    return `histogram_quantile(0.99, sum(rate(${buckets}[{{ interval }}])) by (le))`;
}

/**
 * Percent of the requests to the canary's Service that a proxy lost, as the caller's proxy saw it. The canary's own
 * proxy cannot tell of requests that never reached it, and a caller without a healthy endpoint does not know the
 * workload; the name of the Service it knows even then.
 */
function proxyErrors(): string {
    const service = [
        'reporter="source"',
        'destination_service_namespace="{{ namespace }}"',
        'destination_service_name="{{ service }}-canary"',
    ];
    return percentLost(service.join(","), `response_flags!~"(.*,)?(${PROXY_FLAGS.join("|")})(,.*)?"`);
}

/**
 * How often the canary's proxies have refused what istiod sent, since they started: a proxy of another version that
 * does not take the mesh's listeners or clusters (an EnvoyFilter, say) serves with what it had, or not at all.
 * `pilot_total_xds_rejects` of istiod cannot tell whose proxies they are.
 *
 * Envoy's `cluster_manager`, `listener_manager` and `server` are what Istio's proxies always expose.
 *
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/stats and …/clusters/cluster_manager/cds
 */
function proxyConfigRejections(labels: PodLabels): string {
    // A Deployment's pods carry a hash and a suffix in their name, a DaemonSet's a suffix only.
    const pod = `{{ target }}(-${GENERATED}{1,10})?-${GENERATED}{5}`;
    const pods = `${labels.namespace}="{{ namespace }}",${labels.pod}=~"${pod}"`;
    const rejected = [
        "envoy_listener_manager_lds_update_rejected",
        "envoy_cluster_manager_cds_update_rejected",
    ];
    const counters = rejected.map((metric) => `(sum(${metric}{${pods}}) or vector(0))`);
    // A counter that never counted may be missing, a proxy that is scraped says that it lives: no proxy, no value.
    return [...counters, `0 * sum(envoy_server_live{${pods}})`].join(" + ");
}

const CANARY_WORKLOAD =
    'destination_workload_namespace="{{ namespace }}",destination_workload="{{ target }}"';

/** Percent of the requests that are not `good`: 100, not "no value", where none is. */
function percentLost(requests: string, good: string): string {
    const all = `sum(rate(istio_requests_total{${requests}}[{{ interval }}]))`;
    const kept = `(sum(rate(istio_requests_total{${requests},${good}}[{{ interval }}])) or vector(0))`;
    return `100 * (1 - ${kept} / ${all})`;
}
