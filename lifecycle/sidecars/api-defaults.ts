import { isRecord } from "../kit/json-path";
import type { PodTemplate } from "../workloads/pod-template";

type Fields = Readonly<Record<string, unknown>>;

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

/**
 * A pod template with the defaults of the API server that the injector hands on to the proxy. The webhook sees pods that
 * have them; a manifest in Git need not.
 *
 * - A probe times out after a second. Without one the proxy's agent asks gRPC with no time at all, and every such probe
 *   fails (handleAppProbeGRPC in pilot/cmd/pilot-agent/status/server.go); the others it asks without an end.
 * - A port is TCP. istiod finds a port that a Service names by name and protocol (findPortFromMetadata in
 *   pilot/pkg/serviceregistry/kube/controller/util.go).
 *
 * The rest means the same whether it is written or not.
 *
 * @see SetDefaults_Probe and SetDefaults_ContainerPort of Kubernetes, pkg/apis/core/v1
 */
export function withApiDefaults(template: PodTemplate): PodTemplate {
    const { spec } = template;
    if (!spec) return template;
    const filled = Object.fromEntries(
        (["containers", "initContainers"] as const).flatMap((list) => {
            const containers = spec[list];
            return Array.isArray(containers) ? [[list, containers.map(withDefaults)] as const] : [];
        }),
    );
    return { ...template, spec: { ...spec, ...filled } };
}

function withDefaults(container: unknown): unknown {
    if (!isRecord(container)) return container;
    const filled: Record<string, unknown> = { ...container };
    const { ports } = container;
    if (Array.isArray(ports)) filled["ports"] = ports.map((port) => filledIn(port, "protocol", "TCP"));
    for (const probe of PROBES) {
        if (isRecord(container[probe])) filled[probe] = filledIn(container[probe], "timeoutSeconds", 1);
    }
    return filled;
}

/** Kubernetes cannot tell an empty text and zero from what is not there. */
function filledIn(fields: unknown, key: string, value: string | number): unknown {
    return isRecord(fields) && !fields[key] ? ({ ...fields, [key]: value } satisfies Fields) : fields;
}
