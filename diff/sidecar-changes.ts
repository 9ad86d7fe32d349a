import { isKeyedList } from "../lifecycle/sidecars/keyed-lists";
import type { Overlay } from "../lifecycle/sidecars/overlay";
import { overlayFor } from "../lifecycle/sidecars/sidecars";
import type { Sidecars } from "../lifecycle/sidecars/sidecars";
import { splitPointer } from "../lifecycle/kit/pointer";
import type { Manifest } from "../lifecycle/workloads/manifest";
import { type Change, changesBetween } from "./changes";
import { NAME_MARK } from "./phrase";
import { withoutName } from "./removals";

/**
 * What the injector writes from the application's own fields: with those it changes, and that is no change of the proxy
 * (pkg/kube/inject/inject.go and app_probe.go in istio/istio). Places in the pod template, as patterns.
 */
const DERIVED: readonly RegExp[] = [
    /\/env\/(?:ISTIO_META_POD_PORTS|ISTIO_META_APP_CONTAINERS|ISTIO_META_WORKLOAD_NAME|ISTIO_META_OWNER)$/,
    /\/env\/(?:ISTIO_KUBE_APP_PROBERS|ISTIO_PROMETHEUS_ANNOTATIONS|ISTIO_META_ANNOTATIONS)$/,
    /^spec\/(?:containers|initContainers)\/[^/]+\/(?:livenessProbe|readinessProbe|startupProbe|lifecycle)\b/,
    /^metadata\/annotations\/(?:prometheus\.io~1|kubectl\.kubernetes\.io~1default-)/,
    /^metadata\/labels\/service\.istio\.io~1canonical-/,
    /^spec\/(?:containers|initContainers|volumes)(?:\/[^/]+\/env)?$/,
];

/** A workload in both versions, with what injection did to it. */
export interface SidecarChangesArgs {
    readonly before: Overlay;
    readonly after: Overlay;
    /** The manifest as a person wrote it in the newer version. */
    readonly manifest: Manifest;
    /** Sidecars of the older version. */
    readonly sidecars: Sidecars | undefined;
    /** Whether the application's own pod template changed too. */
    readonly appChanged: boolean;
}

/**
 * What changed in the sidecar itself: not what the injector derives from the application. Where the application changed,
 * the new overlay is held against what the old sidecars would have made of the new manifest.
 */
export function sidecarChanges(args: SidecarChangesArgs): readonly Change[] {
    const { before, after, manifest, sidecars, appChanged } = args;
    const expected = (appChanged && sidecars && overlayFor(manifest, sidecars)) || before;
    const changes: Change[] = [];
    for (const pointer of new Set([...Object.keys(expected), ...Object.keys(after)])) {
        const [from, to] = [expected[pointer], after[pointer]];
        if (from === to || (appChanged && isDerived(pointer))) continue;
        const path = splitPointer(pointer);
        for (const change of changesBetween(from, to))
            changes.push({ ...change, path: [...path, ...change.path] });
    }
    return changes
        .filter((change) => !isSaidByItems(change, changes))
        .map((change) => namedAlike(change, manifest.metadata.name));
}

function isDerived(pointer: string): boolean {
    return DERIVED.some((pattern) => pattern.test(pointer));
}

/** The order of a list says nothing that its items do not, unless it is all that differs. */
function isSaidByItems({ path }: Change, changes: readonly Change[]): boolean {
    if (!isKeyedList(path)) return false;
    return changes.some(
        (other) => other.path.length > path.length && path.every((key, index) => other.path[index] === key),
    );
}

/** Values that name the workload are spelt alike, so that a change that is the same for all reads the same. */
function namedAlike(change: Change, name: string): Change {
    return { path: change.path, from: alike(change.from, name), to: alike(change.to, name) };
}

function alike(value: unknown, name: string): unknown {
    return typeof value === "string" ? withoutName(value, name, NAME_MARK) : value;
}
