import { isRecord } from "../lifecycle/kit/json-path";
import { GUARDED_GROUPS } from "../lifecycle/sidecars/annotation-rules";
import { type Manifest, objectId } from "../lifecycle/workloads/manifest";
import { podTemplateOf, templatePathOf } from "../lifecycle/workloads/pod-template";
import { type Change, changesBetween } from "./changes";
import { configReferences } from "./config-references";
import { describeChanges } from "./describe-changes";
import type { Found } from "./finding";
import { type Phrase, say } from "./phrase";
import { sidecarChanges } from "./sidecar-changes";
import type { StackPair, VersionedObject } from "./version";

/** Whose change a workload's change is. */
export type Cause = "application" | "proxy" | "both" | "outside";

/** What changed in a workload that both versions have. */
export interface WorkloadChange {
    readonly id: string;
    /** Keys to its pod template; none for a Pod. */
    readonly template: readonly string[];
    readonly cause: Cause;
    /** Of the manifest a person writes. */
    readonly application: readonly Change[];
    /** ConfigMaps and Secrets its pods read that changed too, as `Kind/name`. */
    readonly configuration: readonly string[];
    /** Of the sidecar. */
    readonly proxy: readonly Change[];
    readonly gated: boolean;
}

/** Most phrases of one workload's change; the rest is in the objects' difference. */
const MOST = 10;

/**
 * Compares a workload's pristine manifests and its sidecars, each with each. Undefined where nothing changed.
 *
 * New configuration is the application's change, in another object: Flagger starts an analysis for it as for the pods, and
 * where the pods are new anyway, they start with it.
 *
 * @param changed Ids of the ConfigMaps and Secrets that changed, as `namespace/Kind/name`.
 */
export function workloadChange(
    from: VersionedObject,
    to: VersionedObject,
    { from: older, to: newer }: StackPair,
    changed: ReadonlySet<string> = new Set(),
): WorkloadChange | undefined {
    const [before, after] = [from.pristine ?? from.object, to.pristine ?? to.object];
    const written = changesBetween(before, after);
    const template = templatePathOf(to.object) ?? [];
    const application = written.filter((change) => !asksTheProxy(change, template));
    const rollsOut = application.some((change) => isInPods(change, template));
    const proxy: Change[] = written.filter((change) => asksTheProxy(change, template));
    if (from.overlay && to.overlay) {
        proxy.push(
            ...sidecarChanges({
                before: from.overlay,
                after: to.overlay,
                manifest: after,
                sidecars: older?.sidecars,
                appChanged: rollsOut,
            }),
        );
    }
    const switched = (from.overlay === undefined) !== (to.overlay === undefined);
    if (written.length === 0 && proxy.length === 0 && !switched) return undefined;
    const id = objectId(to.object);
    const proxyChanged = proxy.length > 0 || switched;
    const configuration = changed.size === 0 ? [] : changedConfiguration(after, changed);
    const mine = rollsOut || (proxyChanged && configuration.length > 0);
    return {
        id,
        template,
        cause: mine ? (proxyChanged ? "both" : "application") : proxyChanged ? "proxy" : "outside",
        application,
        configuration,
        proxy,
        gated: newer?.gated.has(id) ?? false,
    };
}

function changedConfiguration(manifest: Manifest, changed: ReadonlySet<string>): readonly string[] {
    const template = podTemplateOf(manifest);
    const namespace = manifest.metadata.namespace;
    if (!template) return [];
    return configReferences(template).filter((name) =>
        changed.has(namespace ? `${namespace}/${name}` : name),
    );
}

/** A workload's change in words. Its proxy's mode is told of apart. */
export function workloadFindings(change: WorkloadChange): readonly Found[] {
    const { id, template, cause, application, configuration, proxy, gated } = change;
    const mine = briefly(describeChanges(application.map((each) => withoutTemplate(each, template))));
    const its = briefly(describeChanges(proxy.map((each) => withoutTemplate(each, template))));
    const findings: Found[] = [];
    const add = (rule: string, level: Found["level"], words: Phrase, details: readonly Phrase[]): void => {
        const tally = gated || rule === "both" || rule === "outside" ? undefined : "without a canary";
        findings.push({
            section: "workloads",
            rule: `workload/${rule}`,
            level,
            words,
            details,
            tally,
            object: id,
        });
    };
    if (cause === "both") {
        const what = application.some((each) => isInPods(each, template)) ? "application" : "configuration";
        const words: Phrase = gated
            ? [`${what} and proxy change at once: a failed analysis could not name its cause`]
            : [`${what} and proxy change at once, and no canary gates it`];
        add("both", gated ? "alarm" : "caution", words, [
            ...mine.map((phrase) => say`application: ${phrase}`),
            ...configuration.map((name) => say`configuration: ${name} changes`),
            ...its.map((phrase) => say`proxy: ${phrase}`),
        ]);
        return findings;
    }
    if (cause === "application") add("application", "info", ["application changes"], mine);
    if (cause === "outside") add("outside", "info", ["changes outside the pods: nothing rolls out"], mine);
    if (cause === "proxy") {
        if (its.length > 0) add("proxy", "info", ["proxy changes"], its);
        if (mine.length > 0) add("outside", "info", ["changes outside the pods besides"], mine);
    }
    return findings;
}

/** How a workload gets its proxy has changed. */
export function modeFinding(id: string, { from, to }: StackPair): Found | undefined {
    const [before, after] = [from?.modes.get(id), to?.modes.get(id)];
    if (before === undefined || after === undefined || before === after) return undefined;
    const leaves = after === "none";
    return {
        section: "workloads",
        rule: "workload/mode",
        level: leaves ? "alarm" : "caution",
        words: leaves
            ? say`leaves the mesh (mode ${before} → ${after})`
            : say`gets its proxy otherwise (mode ${before} → ${after})`,
        object: id,
    };
}

function briefly(phrases: readonly Phrase[]): readonly Phrase[] {
    if (phrases.length <= MOST) return phrases;
    return [...phrases.slice(0, MOST - 1), say`${phrases.length - MOST + 1} more`];
}

/** Whether a change makes other pods. A bare Pod's own labels and annotations are changed without another pod. */
function isInPods(change: Change, template: readonly string[]): boolean {
    return template.length === 0 ? change.path[0] === "spec" : isInTemplate(change, template);
}

function isInTemplate({ path }: Change, template: readonly string[]): boolean {
    return template.every((key, index) => path[index] === key);
}

/** Annotations of the template by which a workload asks for another proxy (istio.io, Resource Annotations). */
function asksTheProxy(change: Change, template: readonly string[]): boolean {
    if (!isInTemplate(change, template)) return false;
    const { path, from, to } = change;
    const [metadata, field, key] = path.slice(template.length);
    if (metadata !== "metadata" || (field !== "annotations" && field !== "labels")) return false;
    const keys = key === undefined ? [...keysOf(from), ...keysOf(to)] : [key];
    return (
        keys.length > 0 &&
        keys.every((name) => GUARDED_GROUPS.includes(name.slice(0, Math.max(0, name.indexOf("/")))))
    );
}

function keysOf(value: unknown): readonly string[] {
    return isRecord(value) ? Object.keys(value) : [];
}

function withoutTemplate(change: Change, template: readonly string[]): Change {
    if (!isInTemplate(change, template)) return change;
    const rest = change.path.slice(template.length);
    return rest.length === 0 ? change : { ...change, path: rest };
}
