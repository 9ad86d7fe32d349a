import { isRecord } from "../../lifecycle/kit/json-path";
import type { Schema } from "../../lifecycle/schemas/schema";
import { merged, ofDefaults, ofTemplates, podParts } from "./istio-values";

/** What the gateway chart of one release consists of. */
export interface GatewayChartTexts {
    /** `values.schema.json`, read: Helm refuses what is not in it, but only at the top level. */
    readonly schema: unknown;
    /** `values.yaml`, read. */
    readonly values: unknown;
    /** Templates, as texts. */
    readonly templates: readonly string[];
}

/** Keys of the chart's schema that no template reads, or that are not the user's to set. */
const NOT_READ: readonly string[] = [
    "_internal_defaults_do_not_set",
    "enabled",
    "defaultRevision",
    "pilot",
    "runAsRoot",
    "unprivilegedPort",
];

/** Maps whose keys are the user's, wherever upstream's schema knows some of them. */
const MAPS: readonly string[] = [
    "annotations",
    "env",
    "labels",
    "nodeSelector",
    "podAnnotations",
    "selectorLabels",
    "containerSecurityContext",
    "securityContext",
    "networkGatewayPorts",
];

/** Parts of a pod and of its Deployment, which only Kubernetes knows. */
const PARTS: Readonly<Record<string, Schema>> = {
    strategy: "#apps.v1.DeploymentStrategy",
    readinessProbe: "#core.v1.Probe",
    dnsConfig: "#core.v1.PodDNSConfig",
    additionalContainers: { items: "#core.v1.Container" },
    imagePullSecrets: { items: { fields: { name: "string" } } },
    podDisruptionBudget: {
        fields: {
            minAvailable: "int-or-string",
            maxUnavailable: "int-or-string",
            unhealthyPodEvictionPolicy: "string",
        },
    },
    autoscaleBehavior: "#autoscaling.v2.HorizontalPodAutoscalerBehavior",
    targetMemoryUtilizationPercentage: "integer",
    externalIPs: { items: "string" },
    loadBalancerSourceRanges: { items: "string" },
    allocateLoadBalancerNodePorts: "boolean",
    ports: { items: "#core.v1.ServicePort" },
};

/** Schema of the gateway chart's values: its own, and deeper what its `values.yaml` and its templates know. */
export function gatewayValuesSchema({ schema, values, templates }: GatewayChartTexts): Schema {
    const definitions = isRecord(schema) && isRecord(schema["$defs"]) ? schema["$defs"] : {};
    const defaults = isRecord(values) ? values["_internal_defaults_do_not_set"] : undefined;
    const own = ofJsonSchema(definitions["values"]);
    const known = [own, ofDefaults(isRecord(defaults) ? defaults : {}), ofTemplates(templates)].reduce(
        merged,
    );
    const fields = typeof known === "object" ? (known.fields ?? {}) : {};
    const top = isRecord(definitions["values"]) ? definitions["values"]["properties"] : {};
    const kept = Object.entries(fields).filter(
        ([key]) => isRecord(top) && Object.hasOwn(top, key) && !NOT_READ.includes(key),
    );
    return podParts(withParts({ fields: Object.fromEntries(kept) }));
}

/** A JSON Schema in our words, as far as the chart uses it. */
function ofJsonSchema(schema: unknown): Schema {
    if (!isRecord(schema)) return "any";
    const { type, properties, items, enum: among } = schema;
    if (Array.isArray(among)) return { enum: among as readonly unknown[] };
    const types = (Array.isArray(type) ? (type as unknown[]) : [type]).filter((one) => one !== "null");
    if (isRecord(properties)) {
        const fields = Object.entries(properties).map(([key, below]) => [key, ofJsonSchema(below)] as const);
        return { fields: Object.fromEntries(fields) };
    }
    if (types.length > 1) return "int-or-string";
    switch (types[0]) {
        case "array":
            return { items: ofJsonSchema(items) };
        case "object":
            return "map";
        case "boolean":
        case "integer":
        case "number":
        case "string":
            return types[0];
        default:
            return "any";
    }
}

function withParts(schema: Schema): Schema {
    if (typeof schema !== "object" || !schema.fields) return schema;
    const fields = Object.entries(schema.fields).map(([key, below]) => {
        return [key, MAPS.includes(key) ? "map" : (PARTS[key] ?? withParts(below))] as const;
    });
    return { fields: Object.fromEntries(fields) };
}
