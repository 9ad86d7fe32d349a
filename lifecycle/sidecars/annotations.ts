import { WindlassError } from "../kit/errors";
import { closest } from "../kit/closest";
import { isRecord } from "../kit/json-path";
import { type Manifest, type SourcedManifest, objectId } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import { ANNOTATION_RULES, GUARDED_GROUPS, REFUSED_ANNOTATIONS } from "./annotation-rules";
import { proxyConfigFaults } from "./proxy-config";

const PROXY_CONFIG = "proxy.istio.io/config";
/** The injector pastes these into a YAML template between quotes, or as they are. */
const PASTED_LABELS = [
    "security.istio.io/tlsMode",
    "service.istio.io/canonical-name",
    "service.istio.io/canonical-revision",
    "service.istio.io/workload-name",
    "networking.istio.io/tunnel",
    "topology.istio.io/network",
    "app",
    "app.kubernetes.io/name",
    "app.kubernetes.io/version",
    "version",
] as const;
/** Kubernetes' own rule for the value of a label. */
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;

/**
 * Complaints about what a workload's pod template tells the injector: only annotations of which it is known that they
 * cannot swap the proxy or its istiod, with values of the right shape.
 */
export function checkAnnotations(sourced: SourcedManifest): readonly WindlassError[] {
    const metadata = podTemplateOf(sourced.manifest)?.metadata;
    const complaints: WindlassError[] = [];
    const complain = (key: string, value: unknown, rule: string, remedy: string): void => {
        const { file, line, manifest } = sourced;
        complaints.push(
            new WindlassError({ file, line, key: `${objectId(manifest)}: ${key}`, value, rule, remedy }),
        );
    };
    for (const [key, value] of namesIn(sourced.manifest)) {
        if (typeof value === "string" && NAME.test(value) && value.length <= 253) continue;
        complain(
            key,
            value,
            "is no name Kubernetes takes, and the injector would paste it into its template",
            "Correct the name",
        );
    }
    for (const [name, value] of Object.entries(metadata?.annotations ?? {})) {
        for (const [rule, remedy] of annotationFaults(name, value)) complain(name, value, rule, remedy);
    }
    for (const name of PASTED_LABELS) {
        const value: unknown = metadata?.labels?.[name];
        if (value === undefined || (typeof value === "string" && LABEL_VALUE.test(value))) continue;
        complain(
            name,
            value,
            "is no value a label can have, and the injector would paste it into its template",
            "Correct the label",
        );
    }
    if (metadata?.labels?.["security.istio.io/tlsMode"] === "disabled") {
        complain(
            "security.istio.io/tlsMode",
            "disabled",
            "would switch mutual TLS off for the workload",
            "Remove the label",
        );
    }
    return complaints;
}

/** Kubernetes' rule for names of objects; those of containers are stricter still. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** Names of a workload that the injector pastes into its template. */
function* namesIn(manifest: Manifest): Generator<readonly [string, unknown]> {
    yield ["metadata.name", manifest.metadata.name];
    yield ["metadata.namespace", manifest.metadata.namespace];
    const spec = podTemplateOf(manifest)?.spec;
    // An empty one is the default one.
    const account = spec?.["serviceAccountName"] ?? "";
    if (account !== "") yield ["serviceAccountName", account];
    const containers: unknown = spec?.["containers"];
    for (const container of Array.isArray(containers) ? (containers as readonly unknown[]) : []) {
        yield ["containers.name", isRecord(container) ? container["name"] : container];
    }
}

function annotationFaults(name: string, value: unknown): readonly (readonly [string, string])[] {
    const group = name.slice(0, Math.max(0, name.indexOf("/")));
    const rule = Object.hasOwn(ANNOTATION_RULES, name) ? ANNOTATION_RULES[name] : undefined;
    if (!rule && !GUARDED_GROUPS.includes(group)) return [];
    if (typeof value !== "string") return [["must be a text, as all annotations", "Put the value in quotes"]];
    if (name === PROXY_CONFIG)
        return proxyConfigFaults(value).map((fault) => [fault, "Remove it or set it for the mesh"] as const);
    if (rule) {
        const fault = rule.fault(value);
        return fault === undefined ? [] : [[fault, "Correct the value"]];
    }
    const known = REFUSED_ANNOTATIONS.has(name);
    const near = known ? undefined : closest(name, [...Object.keys(ANNOTATION_RULES), PROXY_CONFIG]);
    const remedy = near === undefined ? "Remove it" : `Remove it, or write ${near} if that is meant`;
    return [
        ["is not one of the annotations a workload may carry, as it can change what its proxy runs", remedy],
    ];
}
