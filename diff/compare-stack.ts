import type { Delivery } from "../lifecycle/settings/settings";
import { isCanary } from "../lifecycle/workloads/plan-workloads";
import { isWorkload } from "../lifecycle/workloads/pod-template";
import { canaryFindings, metricTemplateFinding, newCanary } from "./canaries";
import { type Change, changesBetween } from "./changes";
import { deliveryFindings } from "./delivery";
import { describeChanges, shown } from "./describe-changes";
import type { Finding, Found } from "./finding";
import { type CompareFaults, istioFindings } from "./istio";
import { maskSecret, isSecret } from "./mask-secrets";
import { type Phrase, say } from "./phrase";
import { type PrivilegeFinder, privilegeFinder } from "./privilege-findings";
import { releaseChange } from "./releases";
import { deletion, findRenamed, kindOf, renaming, replacement } from "./removals";
import { recreationOf } from "./recreation";
import { toolFindings } from "./tools";
import { type StackPair, type StackVersion, type VersionedObject, delivererOf } from "./version";
import { withdrawalDetails } from "./withdrawals";
import { modeFinding, workloadChange, workloadFindings } from "./workloads";
import { objectId } from "../lifecycle/workloads/manifest";

/** An object that is not the same in both versions. */
export interface ObjectChange {
    readonly stack: string;
    readonly id: string;
    readonly kind: "added" | "changed" | "removed";
    readonly replaced: boolean;
    readonly from: VersionedObject | undefined;
    readonly to: VersionedObject | undefined;
    readonly changes: readonly Change[];
}

/** Everything that differs between two versions of a stack. */
export interface StackComparison {
    readonly stack: string;
    readonly findings: readonly Finding[];
    readonly objects: readonly ObjectChange[];
}

/** Most details of a change that no rule knows. */
const MOST = 8;

/** Compares two versions of a stack, each object once. */
export function compareStack(pair: StackPair, compareFaults: CompareFaults): StackComparison {
    return compare(withSidecarsOfBoth(pair), compareFaults);
}

/** Where the sidecars of one side cannot be read, workloads are compared as people wrote them. */
function withSidecarsOfBoth(pair: StackPair): StackPair {
    const { from, to } = pair;
    if (!from || !to || (from.sidecars === undefined) === (to.sidecars === undefined)) return pair;
    return { ...pair, from: withoutSidecars(from), to: withoutSidecars(to) };
}

function withoutSidecars(version: StackVersion): StackVersion {
    const objects = new Map(version.objects);
    for (const [key, { layer, app, pristine, overlay }] of objects) {
        if (overlay && pristine) objects.set(key, { layer, app, pristine, object: pristine });
    }
    return { ...version, objects };
}

function compare(pair: StackPair, compareFaults: CompareFaults): StackComparison {
    const { stack, from, to } = pair;
    const found: Found[] = [];
    const objects = objectChanges(pair);
    if (!from || !to) found.push(wholeStack(pair));
    if (from && to) {
        found.push(...istioFindings(from, to, compareFaults, proxied(pair)), ...toolFindings(from, to));
        found.push(...deliveryFindings(from, to));
        for (const id of to.modes.keys())
            found.push(...[modeFinding(id, pair)].filter((finding) => finding !== undefined));
    }
    if (to) found.push(...objectFindings(objects, pair, privilegeFinder(from, to)));
    return { stack, objects, findings: found.map((finding) => ({ ...finding, stack })) };
}

/** Workloads whose proxy in Git moves with the pin. */
function proxied({ from, to }: StackPair): readonly string[] {
    if (from?.sidecars?.proxyImage === to?.sidecars?.proxyImage) return [];
    return [...(to?.objects.values() ?? [])]
        .filter(({ overlay }) => overlay)
        .map(({ object }) => objectId(object));
}

function wholeStack({ from, to }: StackPair): Found {
    const count = (from ?? to)?.objects.size ?? 0;
    return from
        ? {
              section: "removals",
              rule: "removal/stack",
              level: "alarm",
              words: say`the stack is removed: nothing describes its ${count} objects any more`,
          }
        : {
              section: "other",
              rule: "object/stack",
              level: "info",
              words: say`the stack is new, with ${count} objects`,
          };
}

/** Objects that differ, in the order of the newer version; those that are gone come first. */
function objectChanges(pair: StackPair): readonly ObjectChange[] {
    const { stack, from, to } = pair;
    const [gone, rest]: [ObjectChange[], ObjectChange[]] = [[], []];
    for (const [key, before] of from?.objects ?? []) {
        if (to?.objects.has(key) || !isComparable(before, pair)) continue;
        gone.push(toChange({ stack, kind: "removed", delivery: delivererOf(before, pair), from: before }));
    }
    for (const [key, after] of to?.objects ?? []) {
        const before = from?.objects.get(key);
        if (!isComparable(after, pair) || before?.object === after.object) continue;
        if (!before) {
            rest.push(toChange({ stack, kind: "added", delivery: delivererOf(after, pair), to: after }));
            continue;
        }
        const change = toChange({
            stack,
            kind: "changed",
            delivery: delivererOf(after, pair),
            from: before,
            to: after,
        });
        if (change.changes.length > 0) rest.push(change);
    }
    return [...gone, ...rest];
}

interface ChangeArgs {
    readonly stack: string;
    readonly kind: ObjectChange["kind"];
    readonly delivery: Delivery;
    readonly from?: VersionedObject;
    readonly to?: VersionedObject;
}

function toChange({ stack, kind, delivery, from, to }: ChangeArgs): ObjectChange {
    const [before, after] = [from && masked(from, to, "old"), to && masked(to, from, "new")];
    const id = objectId((to ?? from ?? never()).object);
    const changes = before && after ? changesBetween(before.object, after.object) : [];
    const recreation =
        before && after && recreationOf({ before: before.object, after: after.object, changes, delivery });
    const replaced = recreation !== undefined && recreation.outcome !== "refused";
    return { stack, id, kind, from: before, to: after, changes, replaced };
}

/** Both forms of a Secret: what goes to the cluster and what a person wrote. */
function masked(
    versioned: VersionedObject,
    other: VersionedObject | undefined,
    side: "old" | "new",
): VersionedObject {
    if (!isSecret(versioned.object)) return versioned;
    const object = maskSecret(versioned.object, other?.object, side);
    return { ...versioned, object, pristine: object };
}

/** What could not be read on one side is neither gone nor new. */
function isComparable({ layer, app }: VersionedObject, { from, to }: StackPair): boolean {
    for (const side of [from, to]) {
        if (!side) continue;
        if (layer !== "workloads") {
            if (!side.systemRead) return false;
        } else if (
            !side.appsRead ||
            (app === undefined ? !side.systemRead || side.unreadApps.size > 0 : side.unreadApps.has(app))
        ) {
            return false;
        }
    }
    return true;
}

function objectFindings(
    objects: readonly ObjectChange[],
    pair: StackPair,
    privileges: PrivilegeFinder,
): readonly Found[] {
    const found: Found[] = [];
    const removed = objects.flatMap(({ kind, from }) => (kind === "removed" && from ? [from] : []));
    const added = objects.flatMap(({ kind, to }) => (kind === "added" && to ? [to] : []));
    const renamed = pair.from ? findRenamed(removed, added) : [];
    const before = new Map(renamed.map(({ from, to }) => [to, from]));
    const renamedAway = new Set(renamed.map(({ from }) => from));
    found.push(...renamed.map(renaming));
    const withdrawn = removed.some(({ object }) => isCanary(object)) ? withdrawalDetails(pair) : undefined;
    for (const object of removed)
        if (!renamedAway.has(object)) found.push(deletion(object, withdrawn?.get(objectId(object.object))));
    for (const object of added) {
        const former = before.get(object);
        found.push(...privileges.find(object, former));
        if (!former && pair.from) found.push(newObject(object));
    }
    const configs = new Set(objects.filter(({ from, to }) => isConfig(from ?? to)).map(({ id }) => id));
    for (const change of objects) {
        if (change.kind === "changed") found.push(...changeFindings(change, pair, privileges, configs));
    }
    return found;
}

function newObject(versioned: VersionedObject): Found {
    const { object } = versioned;
    if (kindOf(object) === "flagger.app/Canary") return newCanary(versioned);
    const section = isWorkload(object) ? "workloads" : "other";
    return {
        section,
        rule: `${isWorkload(object) ? "workload" : "object"}/new`,
        level: "info",
        words: ["new"],
        object: objectId(object),
    };
}

/** Whether pods read the object as their configuration. */
function isConfig(versioned: VersionedObject | undefined): boolean {
    return versioned !== undefined && ["/ConfigMap", "/Secret"].includes(kindOf(versioned.object));
}

function changeFindings(
    { from, to, changes }: ObjectChange,
    pair: StackPair,
    privileges: PrivilegeFinder,
    configs: ReadonlySet<string>,
): readonly Found[] {
    if (!from || !to) return [];
    const { object } = to;
    const delivery = delivererOf(to, pair);
    const replaced = replacement({ before: from.object, after: object, changes, delivery });
    const found: Found[] = [
        ...(replaced ? [replaced] : []),
        ...privileges.find(to, from),
        ...webhookPolicy(to, changes),
    ];
    if (isWorkload(object)) {
        const change = workloadChange(from, to, pair, configs);
        return change ? [...found, ...workloadFindings(change)] : found;
    }
    const kind = kindOf(object);
    if (kind === "flagger.app/Canary") return [...found, ...canaryFindings(to, changes)];
    if (kind === "flagger.app/MetricTemplate") return [...found, metricTemplateFinding(to, changes)];
    const { findings, rest } = releaseChange(to, changes);
    const details = briefly(describeChanges(rest));
    if (details.length === 0) return [...found, ...findings];
    const level = GUARDS.has(kind) ? "caution" : "info";
    const words: Phrase = GUARDS.has(kind) ? ["changed: a rule about who may reach what"] : ["changed"];
    return [
        ...found,
        ...findings,
        { section: "other", rule: "object/changed", level, words, details, object: objectId(object) },
    ];
}

/** Objects that decide about access: a change of one must be read whatever it says. */
const GUARDS = new Set([
    "networking.k8s.io/NetworkPolicy",
    "security.istio.io/AuthorizationPolicy",
    "security.istio.io/PeerAuthentication",
    "security.istio.io/RequestAuthentication",
    "rbac.authorization.k8s.io/Role",
    "rbac.authorization.k8s.io/ClusterRole",
    "rbac.authorization.k8s.io/RoleBinding",
    "rbac.authorization.k8s.io/ClusterRoleBinding",
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/MutatingWebhookConfiguration",
]);

/** A guard that lets everything pass when it is down is no guard. */
function webhookPolicy({ object }: VersionedObject, changes: readonly Change[]): readonly Found[] {
    if (!kindOf(object).startsWith("admissionregistration.k8s.io/")) return [];
    return changes
        .filter(({ path }) => path.at(-1) === "failurePolicy")
        .map(({ path, from, to }) => ({
            section: "privileges",
            rule: "privilege/failure-policy",
            level: to === "Ignore" ? "alarm" : "caution",
            words: say`webhook ${path.at(-2) ?? ""}: failurePolicy ${shown(from ?? "Fail")} → ${shown(to ?? "Fail")}`,
            object: objectId(object),
        }));
}

function briefly(phrases: readonly Phrase[]): readonly Phrase[] {
    if (phrases.length <= MOST) return phrases;
    return [...phrases.slice(0, MOST - 1), say`${phrases.length - MOST + 1} more`];
}

function never(): never {
    throw new Error("an object is in neither version");
}
