import { isIP } from "node:net";

import { parseQuantity } from "../kit/quantity";

/** Whether an annotation may stand on a pod template, and what its value must look like. */
export interface AnnotationRule {
    /** What is wrong with a value, as a sentence without its full stop. Undefined where nothing is. */
    readonly fault: (value: string) => string | undefined;
}

const bool = rule("true or false", (value) => value === "true" || value === "false");
const quantity = rule(
    "a Kubernetes quantity, such as 100m or 128Mi",
    (value) => (parseQuantity(value) ?? -1n) >= 0n,
);
const seconds = rule("a whole number", (value) => /^(?:0|[1-9]\d{0,8})$/.test(value));
const ports = rule("ports, separated by commas", (value) => value === "" || value.split(",").every(isPort));
const portsOrAll = rule(
    "ports, separated by commas, or *",
    (value) => value === "*" || ports.fault(value) === undefined,
);
const ranges = rule(
    "CIDR ranges, separated by commas",
    (value) => value === "" || value.split(",").every(isRange),
);
const rangesOrAll = rule(
    "CIDR ranges, separated by commas, or *",
    (value) => value === "*" || ranges.fault(value) === undefined,
);
const interfaces = rule("names of network interfaces, separated by commas", (value) =>
    /^[\w.-]{1,15}(?:,[\w.-]{1,15})*$/.test(value),
);
const level = rule("a log level: trace, debug, info, warning, error, critical or off", (value) =>
    LEVEL.test(value),
);
const levels = rule("log levels, such as rbac:debug,jwt:debug", (value) =>
    /^\w+:\w+(?:,\w+:\w+)*$/.test(value),
);
const names = rule("names, separated by commas", (value) => /^[\w.:*-]+(?:,[\w.:*-]+)*$/.test(value));
const duration = rule("a duration, such as 5s", (value) =>
    /^(?:\d{1,6}(?:\.\d{1,6})?(?:ms|s|m|h))+$/.test(value),
);

const LEVEL = /^(?:trace|debug|info|warning|warn|error|critical|off)$/;

/**
 * Annotations a workload may carry, of those that Istio's injector and agent read (istio.io/api/annotation). What is not
 * here is refused: among others what swaps the proxy's image (`proxyImage`, `proxyImageType`), its configuration
 * (`bootstrapOverride`, `overrides`, `userVolume`), the istiod it trusts (`discoveryAddress`) or the template it is made
 * from (`inject.istio.io/templates`).
 */
export const ANNOTATION_RULES: Readonly<Record<string, AnnotationRule>> = {
    "sidecar.istio.io/inject": bool,
    "sidecar.istio.io/nativeSidecar": bool,
    "sidecar.istio.io/rewriteAppHTTPProbers": bool,
    "sidecar.istio.io/interceptionMode": rule(
        "REDIRECT or TPROXY",
        (value) => value === "REDIRECT" || value === "TPROXY",
    ),
    "sidecar.istio.io/proxyCPU": quantity,
    "sidecar.istio.io/proxyCPULimit": quantity,
    "sidecar.istio.io/proxyMemory": quantity,
    "sidecar.istio.io/proxyMemoryLimit": quantity,
    "sidecar.istio.io/logLevel": level,
    "sidecar.istio.io/componentLogLevel": levels,
    "sidecar.istio.io/agentLogLevel": levels,
    "sidecar.istio.io/extraStatTags": names,
    "sidecar.istio.io/statsInclusionPrefixes": names,
    "sidecar.istio.io/statsInclusionSuffixes": names,
    "sidecar.istio.io/statsFlushInterval": duration,
    "sidecar.istio.io/statsEvictionInterval": duration,
    "sidecar.istio.io/statsCompression": rule("a compression: gzip, brotli or zstd", (value) =>
        /^(?:gzip|brotli|zstd)$/.test(value),
    ),
    // 0 is for a proxy without a probe of its own.
    "status.sidecar.istio.io/port": rule("a port, or 0", (value) => value === "0" || isPort(value)),
    "readiness.status.sidecar.istio.io/initialDelaySeconds": seconds,
    "readiness.status.sidecar.istio.io/periodSeconds": seconds,
    "readiness.status.sidecar.istio.io/failureThreshold": seconds,
    "readiness.status.sidecar.istio.io/applicationPorts": ports,
    "traffic.sidecar.istio.io/includeInboundPorts": portsOrAll,
    "traffic.sidecar.istio.io/excludeInboundPorts": ports,
    "traffic.sidecar.istio.io/includeOutboundPorts": portsOrAll,
    "traffic.sidecar.istio.io/excludeOutboundPorts": ports,
    "traffic.sidecar.istio.io/includeOutboundIPRanges": rangesOrAll,
    "traffic.sidecar.istio.io/excludeOutboundIPRanges": ranges,
    "traffic.sidecar.istio.io/excludeInterfaces": interfaces,
    "traffic.sidecar.istio.io/kubevirtInterfaces": interfaces,
    "istio.io/reroute-virtual-interfaces": interfaces,
    "prometheus.istio.io/merge-metrics": bool,
};

/** Annotations that exist and are refused: for these no other name is suggested. */
export const REFUSED_ANNOTATIONS: ReadonlySet<string> = new Set([
    "sidecar.istio.io/proxyImage",
    "sidecar.istio.io/proxyImageType",
    "sidecar.istio.io/bootstrapOverride",
    "sidecar.istio.io/discoveryAddress",
    "sidecar.istio.io/userVolume",
    "sidecar.istio.io/userVolumeMount",
    "sidecar.istio.io/capNetBindService",
    "sidecar.istio.io/statsInclusionRegexps",
    "sidecar.istio.io/statsHistogramBins",
    "sidecar.istio.io/statsHistogramBuckets",
    "sidecar.istio.io/status",
    "proxy.istio.io/overrides",
    "inject.istio.io/templates",
]);

/** Groups of annotations that are Istio's and say how a pod is injected; each must have a rule. */
export const GUARDED_GROUPS: readonly string[] = [
    "sidecar.istio.io",
    "status.sidecar.istio.io",
    "readiness.status.sidecar.istio.io",
    "traffic.sidecar.istio.io",
    "proxy.istio.io",
    "inject.istio.io",
];

function rule(shape: string, accepts: (value: string) => boolean): AnnotationRule {
    return { fault: (value) => (accepts(value) ? undefined : `must be ${shape}`) };
}

function isPort(value: string): boolean {
    return /^[1-9]\d{0,4}$/.test(value.trim()) && Number(value) <= 65_535;
}

function isRange(value: string): boolean {
    const [address = "", bits = "", ...rest] = value.split("/");
    const family = isIP(address);
    return (
        rest.length === 0 &&
        family !== 0 &&
        /^\d{1,3}$/.test(bits) &&
        Number(bits) <= (family === 4 ? 32 : 128)
    );
}
