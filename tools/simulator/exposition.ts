import { BUCKETS } from "./latency";
import type { ProxySeries, RequestSeries } from "./traffic";

type Labels = Readonly<Record<string, string | number>>;

/**
 * What proxies have counted, in Prometheus' text format 0.0.4. Labels `namespace` and `pod` say whose proxy counted: a
 * real scrape adds them to what each proxy tells of itself.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function exposition(requests: Iterable<RequestSeries>, proxies: Iterable<ProxySeries>): string {
    const totals: string[] = [];
    const durations: string[] = [];
    for (const series of requests) {
        const labels = labelsOf(series);
        const count = Math.floor(series.requests);
        totals.push(`istio_requests_total{${labels}} ${count}`);
        if (!series.buckets) continue;
        const name = "istio_request_duration_milliseconds";
        for (const [index, bound] of BUCKETS.entries()) {
            durations.push(
                `${name}_bucket{${labels},le="${bound}"} ${Math.floor(series.buckets[index] ?? 0)}`,
            );
        }
        durations.push(
            `${name}_bucket{${labels},le="+Inf"} ${count}`,
            `${name}_sum{${labels}} ${Math.floor(series.sum)}`,
            `${name}_count{${labels}} ${count}`,
        );
    }
    const live: string[] = [];
    const listeners: string[] = [];
    const clusters: string[] = [];
    for (const { pod, rejections } of proxies) {
        const labels = labelText({ namespace: pod.namespace, pod: pod.name });
        live.push(`envoy_server_live{${labels}} 1`);
        listeners.push(`envoy_listener_manager_lds_update_rejected{${labels}} ${rejections}`);
        clusters.push(`envoy_cluster_manager_cds_update_rejected{${labels}} 0`);
    }
    return [
        "# TYPE istio_requests_total counter",
        ...totals,
        "# TYPE istio_request_duration_milliseconds histogram",
        ...durations,
        "# TYPE envoy_server_live gauge",
        ...live,
        "# TYPE envoy_listener_manager_lds_update_rejected counter",
        ...listeners,
        "# TYPE envoy_cluster_manager_cds_update_rejected counter",
        ...clusters,
        "",
    ].join("\n");
}

/** A series keeps its labels for as long as it lives, and thousands of texts take longer to make than to send. */
const made = new WeakMap<RequestSeries, string>();

function labelsOf(series: RequestSeries): string {
    const known = made.get(series);
    if (known !== undefined) return known;
    const labels = labelText(requestLabels(series));
    made.set(series, labels);
    return labels;
}

/** Of Istio's standard labels, those that say who called whom, and how it ended. */
function requestLabels(series: RequestSeries): Labels {
    const { reporter, caller, pod, namespace, service, workload, code, flags } = series;
    const unknown = { namespace: "unknown", name: "unknown", app: "unknown" };
    const answering = workload ?? unknown;
    return {
        namespace: pod.namespace,
        pod: pod.name,
        reporter,
        source_workload: caller.workload,
        source_workload_namespace: caller.namespace,
        source_app: caller.workload,
        destination_workload: answering.name,
        destination_workload_namespace: answering.namespace,
        destination_app: answering.app,
        destination_service: `${service}.${namespace}.svc.cluster.local`,
        destination_service_name: service,
        destination_service_namespace: namespace,
        request_protocol: "http",
        response_code: code,
        response_flags: flags,
        connection_security_policy: reporter === "destination" ? "mutual_tls" : "unknown",
    };
}

function labelText(labels: Labels): string {
    return Object.entries(labels)
        .map(([name, value]) => `${name}="${escape(String(value))}"`)
        .join(",");
}

function escape(value: string): string {
    return /[\\"\n]/.test(value)
        ? value.replace(/[\\"\n]/g, (found) => (found === "\n" ? "\\n" : `\\${found}`))
        : value;
}
