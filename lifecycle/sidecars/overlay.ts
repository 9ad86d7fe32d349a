import { isDeepStrictEqual } from "node:util";

import { isRecord } from "../kit/json-path";
import type { JsonValue } from "../kit/json";
import type { PodTemplate } from "../workloads/pod-template";
import { isDecodedFrom, isEmpty } from "./decoded";
import { type KeyedItem, isContainerList, isKeyedList, itemToValue, itemsByName } from "./keyed-lists";
import { type Pointer, joinPointer } from "../kit/pointer";

/**
 * What injection does to a pod template: the value each place gets, by pointer.
 *
 * - `null` takes the place away, as in a JSON merge patch (RFC 7386).
 * - At a keyed list (containers, init containers, volumes, environment), a list of names is the order of what is new.
 *   New items follow the pristine ones, unless {@link PRISTINE_ITEMS} says where those stand, or all are named.
 * - Everything else is the value itself.
 */
export type Overlay = Readonly<Record<Pointer, JsonValue>>;

/** Stands in the order of a keyed list for the items the pristine template has. */
export const PRISTINE_ITEMS = "(pristine)";

/**
 * The difference that injection made, without what comes from reading and writing a manifest with Kubernetes' Go types:
 * quantities spelt anew, empty maps, `creationTimestamp: null`, fields these types do not know yet.
 *
 * `applyOverlay(pristine, overlayOf(pristine, injected))` is `injected` but for that noise.
 */
export function overlayOf(pristine: PodTemplate, injected: PodTemplate): Overlay {
    const differences = differencesOf(pristine, injected);
    // Texts alone are sorted several times as fast as what they belong to.
    const pointers = [...differences.keys()].sort();
    return Object.fromEntries(
        pointers.map((pointer) => [pointer, differences.get(pointer) ?? null] as const),
    );
}

/** The same in no order: enough to know whether there is a difference, and where. */
export function differencesOf(pristine: PodTemplate, injected: PodTemplate): ReadonlyMap<Pointer, JsonValue> {
    const differences = new Map<Pointer, JsonValue>();
    let own: ReadonlySet<unknown> | undefined;
    diffMaps({
        pristine,
        injected,
        path: [],
        add: (pointer, value) => void differences.set(pointer, value),
        isInjectors: (volume) => (own ??= injectorsVolumes(injected)).has(volume),
    });
    return differences;
}

interface Diff {
    readonly pristine: unknown;
    readonly injected: unknown;
    readonly path: readonly string[];
    readonly add: (pointer: Pointer, value: JsonValue) => void;
    /** Whether a volume of this name is what the injector says it is, though the pristine template has one too. */
    readonly isInjectors: (volume: string) => boolean;
}

function diffMaps(diff: Diff): void {
    const { path, add, isInjectors } = diff;
    const pristine = isRecord(diff.pristine) ? diff.pristine : {};
    const injected = isRecord(diff.injected) ? diff.injected : {};
    const below = (key: string) =>
        diffValues({
            pristine: pristine[key],
            injected: injected[key],
            path: [...path, key],
            add,
            isInjectors,
        });
    for (const key of Object.keys(pristine)) {
        // Most of a template is the same before and after, and much of a composed one the very same object.
        if (pristine[key] !== injected[key]) below(key);
    }
    for (const key of Object.keys(injected)) if (!Object.hasOwn(pristine, key)) below(key);
}

function diffValues(diff: Diff): void {
    const { pristine, injected, path, add } = diff;
    if (injected === undefined || injected === null) {
        if (!isEmpty(pristine) && isInjectorsDeletion(path)) add(joinPointer(path), null);
        return;
    }
    if (isKeyedList(path)) return diffLists(diff);
    if (isRecord(injected) && (isRecord(pristine) || isAlwaysOpen(path))) return diffMaps(diff);
    if (isDecodedFrom(injected, pristine, path)) return;
    add(joinPointer(path), injected as JsonValue);
}

function diffLists(diff: Diff): void {
    const { path, add } = diff;
    const [pristine, injected] = [itemsByName(diff.pristine), itemsByName(diff.injected)];
    if (!pristine || !injected) {
        if (!isDecodedFrom(diff.injected, diff.pristine, path))
            add(joinPointer(path), diff.injected as JsonValue);
        return;
    }
    const names = [...injected.keys()];
    const order = pristine.size === 0 ? orderOfNew(path, names) : orderOf([...pristine.keys()], names);
    if (order) add(joinPointer(path), order);
    for (const name of pristine.keys()) if (!injected.has(name)) add(joinPointer([...path, name]), null);
    for (const [name, item] of injected) diffItems(diff, item, pristine.get(name));
}

function diffItems(diff: Diff, injected: KeyedItem, pristine: KeyedItem | undefined): void {
    const { path, add, isInjectors } = diff;
    const itemPath = [...path, injected.name];
    if (!isContainerList(path)) {
        if (pristine && isDecodedFrom(injected, pristine, itemPath)) {
            // Of a volume the injector put its own in place of, nothing is noise.
            const replaced = path[1] === "volumes" && isInjectors(injected.name);
            if (!replaced || isDeepStrictEqual(injected, pristine)) return;
        }
        add(joinPointer(itemPath), itemToValue(path, injected) as JsonValue);
        return;
    }
    const { name: _name, ...fields } = injected;
    const { name: _same, ...before } = pristine ?? { name: "" };
    if (pristine) return diffMaps({ ...diff, path: itemPath, pristine: before, injected: fields });
    for (const [key, value] of Object.entries(fields)) {
        // What is new has no noise in it, so even an empty map is kept.
        const fieldPath = [...itemPath, key];
        if (isKeyedList(fieldPath))
            diffLists({ ...diff, path: fieldPath, pristine: undefined, injected: value });
        else if (value !== null) add(joinPointer(fieldPath), value as JsonValue);
    }
}

/**
 * The order of a list that the pristine template does not have. Where pristine items would stand makes no difference, so
 * it is said as for workloads that have some, for the two to look alike: behind what is new, but for the classic
 * `istio-init`, which is moved to the end (reorderPod in pkg/kube/inject/webhook.go).
 */
function orderOfNew(path: readonly string[], injected: readonly string[]): string[] | undefined {
    if (injected.length === 0) return undefined;
    const last = path[1] === "initContainers" && injected[0] === "istio-init" && injected.length === 1;
    return path.length > 2 || last ? [...injected] : [...injected, PRISTINE_ITEMS];
}

/** Undefined where the pristine items come first and nothing is new. */
function orderOf(pristine: readonly string[], injected: readonly string[]): string[] | undefined {
    const known = new Set(pristine);
    const fresh = injected.filter((name) => !known.has(name));
    const kept = pristine.filter((name) => injected.includes(name));
    const start = injected.findIndex((name) => known.has(name));
    if (start <= 0 && kept.every((name, index) => injected[index] === name))
        return fresh.length > 0 ? fresh : undefined;
    if (kept.every((name, index) => injected[start + index] === name)) {
        return [...injected.slice(0, start), PRISTINE_ITEMS, ...injected.slice(start + kept.length)];
    }
    return [...injected];
}

/** Volumes the injector put in, by its own account. */
function injectorsVolumes({ metadata }: PodTemplate): ReadonlySet<unknown> {
    try {
        const status: unknown = JSON.parse(metadata?.annotations?.["sidecar.istio.io/status"] ?? "null");
        const volumes = isRecord(status) ? status["volumes"] : undefined;
        return new Set<unknown>(Array.isArray(volumes) ? volumes : []);
    } catch {
        return new Set();
    }
}

/** Maps that are taken apart even where the pristine template has none, so that each label is a line of its own. */
function isAlwaysOpen(path: readonly string[]): boolean {
    return path.length === 1 || (path.length === 2 && path[0] === "metadata");
}

const PROBES = new Set(["livenessProbe", "readinessProbe", "startupProbe"]);
const HANDLERS = new Set(["httpGet", "tcpSocket", "grpc"]);

/**
 * Whether something that is gone was taken away by the injector, and not lost because istioctl's Kubernetes types do not
 * know the field. It clears annotations (applyPrometheusMerge in pkg/kube/inject/webhook.go) and turns the handlers of
 * probes and hooks into its own (app_probe.go); nothing else.
 */
function isInjectorsDeletion(path: readonly string[]): boolean {
    if (path[0] === "metadata")
        return path.length === 3 && (path[1] === "annotations" || path[1] === "labels");
    const [field, handler] = path[3] === "lifecycle" ? [path[3], path[5]] : [path[3] ?? "", path[4]];
    return (
        isContainerList(path.slice(0, 2)) &&
        (field === "lifecycle" || PROBES.has(field)) &&
        HANDLERS.has(handler ?? "")
    );
}
