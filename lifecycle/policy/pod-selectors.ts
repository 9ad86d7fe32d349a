import { fieldsOf, listOf } from "../canaries/complaints";
import { isRecord } from "../kit/json-path";
import { ISTIO_NAMESPACE } from "../settings/system-namespaces";
import { isWorkload, podTemplateOf } from "../workloads/pod-template";
import type { Manifest } from "../workloads/manifest";
import { parseCalicoSelector } from "./calico-selector";
import { hostOf } from "./hosts";
import { type LabelSelector, parseSelector, readLabels, readSelector, selects } from "./label-selector";
import { isMeshWideKind, kindOf, selectsOthers, selectsPods } from "./pod-selector-kinds";

/** A selector of pods, somewhere in an object. */
export interface PodSelector {
    readonly selector: LabelSelector;
    /** Path of the field, joined by dots, without indices: `spec.ingress.from.podSelector`. */
    readonly field: string;
    /** Whether pods are meant beyond doubt, and the object fails its purpose without them. */
    readonly binding: boolean;
    /** Whether pods of this namespace are meant. */
    readonly covers: (namespace: string) => boolean;
}

/** Labels of a stack's namespaces, by name. */
export type NamespaceLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Where a walk through an object stands. */
interface Place {
    readonly object: Manifest;
    readonly path: readonly string[];
    readonly covers: PodSelector["covers"];
    readonly namespaces: NamespaceLabels;
}

/**
 * Every selector of pods in an object, wherever it stands. Kinds are known where it matters; of others, fields are taken
 * for what they are called: `podSelector`, `endpointSelector`, `workloadSelector` mean pods, a `selector` may mean others.
 */
export function podSelectors(object: Manifest, namespaces: NamespaceLabels): readonly PodSelector[] {
    if (selectsOthers(object)) return [];
    const own = object.metadata.namespace;
    const everywhere =
        own === undefined ||
        kindOf(object) === "networking.istio.io/Gateway" ||
        (own === ISTIO_NAMESPACE && isMeshWideKind(object));
    const covers = everywhere ? () => true : (namespace: string) => namespace === own;
    const found: PodSelector[] = [];
    if (isWorkload(object)) {
        // The workload's own selector selects what its own template makes.
        const spec = podTemplateOf(object)?.spec;
        const place = { object, path: [], covers, namespaces };
        for (const key of ["affinity", "topologySpreadConstraints"])
            visit(spec?.[key], { ...place, path: [key] }, found);
        return found;
    }
    for (const key of Object.keys(object)) {
        if (key === "metadata" || key === "status") continue;
        visit(object[key], { object, path: [key], covers, namespaces }, found);
    }
    return found;
}

/** What is claimed by its labels, and is no pod. */
const NO_PODS = new Set(["namespaceSelector", "namespaces", "volumeClaimTemplate", "volumeClaimTemplates"]);

function visit(value: unknown, place: Place, found: PodSelector[]): void {
    if (Array.isArray(value)) {
        for (const item of value) visit(item, place, found);
        return;
    }
    if (!isRecord(value)) return;
    const here = { ...place, covers: scopeOf(value, place) };
    for (const key of Object.keys(value)) {
        if (NO_PODS.has(key)) continue;
        // A `selector` beside a `template` selects what that template makes.
        if (key === "selector" && isRecord(value["template"])) continue;
        const path = [...place.path, key];
        const read = READERS[key];
        if (!read) {
            visit(value[key], { ...here, path }, found);
            continue;
        }
        for (const selector of read(value[key], place.object)) {
            if (selector.length === 0) continue;
            const binding = isBinding(path, value, place.object);
            found.push({ ...narrowed(selector, here.covers), field: path.join("."), binding });
        }
    }
}

type Reader = (value: unknown, object: Manifest) => readonly LabelSelector[];

const READERS: Readonly<Record<string, Reader | undefined>> = Object.assign(
    Object.create(null) as Record<string, Reader>,
    {
        podSelector: readAny,
        podLabelSelector: readAny,
        endpointSelector: readAny,
        workloadSelector: readAny,
        selector: readAny,
        labelSelector: readAny,
        objectSelector: readAny,
        sourceLabels: (value) => [readLabels(value)],
        fromEndpoints: (value) => listOf(value).flatMap(readAny),
        toEndpoints: (value) => listOf(value).flatMap(readAny),
        subsets: (value, object) =>
            kindOf(object) === "networking.istio.io/DestinationRule"
                ? listOf(value).map((subset) => readLabels(fieldsOf(subset)["labels"]))
                : [],
    } satisfies Record<string, Reader>,
);

function readAny(value: unknown): readonly LabelSelector[] {
    const selector = typeof value === "string" ? readText(value) : readMap(value);
    return selector ? [selector] : [];
}

function readText(text: string): LabelSelector | undefined {
    return parseSelector(text) ?? parseCalicoSelector(text);
}

function readMap(value: unknown): LabelSelector | undefined {
    const known = readSelector(value);
    if (known || !isRecord(value)) return known;
    // Istio's WorkloadSelector, and a plain map as a Service has it.
    if (isRecord(value["labels"])) return readLabels(value["labels"]);
    return Object.values(value).every((label) => typeof label === "string") ? readLabels(value) : undefined;
}

/** Fields that may mean other objects than pods. */
const AMBIGUOUS = new Set(["selector", "labelSelector", "objectSelector"]);

function isBinding(
    path: readonly string[],
    parent: Readonly<Record<string, unknown>>,
    object: Manifest,
): boolean {
    if (path[0] === "affinity") return path.includes("requiredDuringSchedulingIgnoredDuringExecution");
    if (path[0] === "topologySpreadConstraints") return parent["whenUnsatisfiable"] === "DoNotSchedule";
    return !AMBIGUOUS.has(path.at(-1) ?? "") || selectsPods(object);
}

/** Namespaces in which the selectors of a record mean pods. */
function scopeOf(
    record: Readonly<Record<string, unknown>>,
    { object, covers, namespaces }: Place,
): Place["covers"] {
    const { namespaceSelector, sourceNamespace, host } = record;
    if (Array.isArray(record["subsets"]) && typeof host === "string") {
        const { namespace } = hostOf(host, object.metadata.namespace ?? "");
        return (name) => name === namespace;
    }
    if (typeof sourceNamespace === "string" && isRecord(record["sourceLabels"]))
        return (name) => name === sourceNamespace;
    // Names beside an affinity term's selector; PodMonitors list theirs one level deeper.
    const listed = Array.isArray(record["namespaces"])
        ? record["namespaces"]
        : listOf(fieldsOf(namespaceSelector)["matchNames"]);
    const selector = readSelector(namespaceSelector);
    if (listed.length > 0) return (name) => listed.includes(name);
    if (fieldsOf(namespaceSelector)["any"] === true) return () => true;
    if (selector)
        return (name) => selects(selector, { ...namespaces.get(name), "kubernetes.io/metadata.name": name });
    return isRecord(namespaceSelector) && Object.keys(namespaceSelector).length === 0 ? () => true : covers;
}

/** Cilium names the namespace among the labels. */
const CILIUM_NAMESPACE = "io.kubernetes.pod.namespace";

function narrowed(
    selector: LabelSelector,
    covers: Place["covers"],
): Pick<PodSelector, "selector" | "covers"> {
    const named = selector.find(({ key, operator }) => key === CILIUM_NAMESPACE && operator === "In");
    if (!named) return { selector, covers };
    return {
        selector: selector.filter((requirement) => requirement !== named),
        covers: (namespace) => named.values.includes(namespace),
    };
}
