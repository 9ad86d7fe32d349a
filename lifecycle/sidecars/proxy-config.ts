import { WindlassError } from "../kit/errors";
import { isRecord } from "../kit/json-path";
import { parseYamlDocument } from "../kit/strict-yaml";

/**
 * Keys of a pod's `proxy.istio.io/config` (ProxyConfig in istio.io/api/mesh/v1alpha1) that only make the proxy work
 * differently. Those are refused that send it elsewhere (`discoveryAddress`, `zipkinAddress`, `envoyAccessLogService`), run
 * or read something else in its container (`binaryPath`, `configPath`, `customConfigFile`, `proxyBootstrapTemplatePath`),
 * swap its image or reach its environment (`image`, `proxyMetadata`).
 */
const ALLOWED: ReadonlySet<string> = new Set([
    "concurrency",
    "drainDuration",
    "terminationDrainDuration",
    "holdApplicationUntilProxyStarts",
    "interceptionMode",
    "statNameLength",
    "statusPort",
    "proxyStatsMatcher",
    "extraStatTags",
    "proxyHeaders",
    "gatewayTopology",
    "fileFlushInterval",
    "fileFlushMinSizeKb",
    "statsCompression",
]);

/** Environment a proxy may be given by a pod; everything else there may switch its certificates or its istiod. */
const ALLOWED_METADATA: ReadonlySet<string> = new Set([
    "ISTIO_META_DNS_CAPTURE",
    "ISTIO_META_DNS_AUTO_ALLOCATE",
    "EXIT_ON_ZERO_ACTIVE_CONNECTIONS",
    "MINIMUM_DRAIN_DURATION",
]);

/** What is wrong with a `proxy.istio.io/config`, as sentences without their full stop. */
export function proxyConfigFaults(text: string): readonly string[] {
    let config: unknown;
    try {
        config = parseYamlDocument(text, {
            file: "proxy.istio.io/config",
            dialect: "kubernetes",
            maxSize: 16_384,
        }).value;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return [`must be YAML that can be read: ${error.details.rule}`];
    }
    if (!isRecord(config)) return ["must be a map of proxy settings"];
    const faults: string[] = [];
    for (const [key, value] of Object.entries(config)) {
        if (key === "proxyMetadata") faults.push(...metadataFaults(value));
        else if (!ALLOWED.has(key))
            faults.push(`must not set ${key}: that is the mesh's to say, not a workload's`);
    }
    return faults;
}

function metadataFaults(metadata: unknown): string[] {
    if (!isRecord(metadata)) return ["must give proxyMetadata as a map"];
    return Object.entries(metadata).flatMap(([name, value]) => {
        if (!ALLOWED_METADATA.has(name))
            return [`must not set proxyMetadata.${name}: that is the mesh's to say, not a workload's`];
        // It is put into a template between quotes.
        return typeof value === "string" && /^[\w.-]*$/.test(value)
            ? []
            : [`must give proxyMetadata.${name} as a plain word`];
    });
}
