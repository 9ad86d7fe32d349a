import { canonicalJson } from "../lifecycle/kit/canonical-json";
import type { Delivery } from "../lifecycle/settings/settings";
import { groupOf } from "../lifecycle/workloads/api-group";
import { FORCE_ANNOTATION, isKept } from "../lifecycle/workloads/ownership";
import { fromTo, shownPath } from "./describe-changes";
import type { Found } from "./finding";
import { END_OF } from "./ends";
import { type Phrase, say } from "./phrase";
import { type Recreation, type RecreationArgs, recreationOf } from "./recreation";
import type { VersionedObject } from "./version";
import { type Manifest, objectId } from "../lifecycle/workloads/manifest";

/** An object that is there in one version only, and the object of the other version it seems to be. */
export interface Renamed {
    readonly from: VersionedObject;
    readonly to: VersionedObject;
}

/**
 * Pairs what is gone with what is new where the two are the same but for their name or namespace. Only where there is no
 * doubt: one of each.
 */
export function findRenamed(
    gone: readonly VersionedObject[],
    fresh: readonly VersionedObject[],
): readonly Renamed[] {
    if (gone.length === 0 || fresh.length === 0) return [];
    const [before, after] = [byLikeness(gone), byLikeness(fresh)];
    const renamed: Renamed[] = [];
    for (const [likeness, [from, ...more]] of before) {
        const [to, ...others] = after.get(likeness) ?? [];
        if (from && to && more.length === 0 && others.length === 0) renamed.push({ from, to });
    }
    return renamed;
}

function byLikeness(objects: readonly VersionedObject[]): ReadonlyMap<string, readonly VersionedObject[]> {
    const groups = new Map<string, VersionedObject[]>();
    for (const versioned of objects) {
        const likeness = likenessOf(versioned.pristine ?? versioned.object);
        const group = groups.get(likeness);
        if (group) group.push(versioned);
        else groups.set(likeness, [versioned]);
    }
    return groups;
}

/** An object as a text in which its own name and namespace are spelt alike. */
function likenessOf(object: Manifest): string {
    const { name, namespace } = object.metadata;
    const text = canonicalJson({ ...object, metadata: { ...object.metadata, namespace: "" } });
    return withoutName(
        namespace === undefined ? text : text.replaceAll(`"${namespace}"`, '"${namespace}"'),
        name,
    );
}

/** A text with a name that stands in it as a word of its own replaced by `${name}`, or another mark. */
export function withoutName(text: string, name: string, mark = "${name}"): string {
    if (name === "" || !text.includes(name)) return text;
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return text.replace(new RegExp(`(?<![\\w])${escaped}(?![\\w])`, "g"), () => mark);
}

/**
 * What it means that an object is gone.
 *
 * @param details What goes with it. @default nothing
 */
export function deletion({ object }: VersionedObject, details?: readonly Phrase[]): Found {
    const kept = isKept(object);
    return {
        section: "removals",
        rule: "removal/deleted",
        level: "alarm",
        words: kept
            ? ["no longer described, but left in the cluster (its pruning is disabled)"]
            : [END_OF[kindOf(object)] ?? "deleted"],
        details,
        object: objectId(object),
    };
}

/** What it means that an object has another name. */
export function renaming({ from, to }: Renamed): Found {
    return {
        section: "removals",
        rule: "removal/renamed",
        level: "alarm",
        words: say`renamed: deleted, and created as ${objectId(to.object)}`,
        object: objectId(from.object),
    };
}

/** Fields of one object that are named. */
const MOST = 5;

/** What it means that fields differ which cannot be changed. Undefined where there are none. */
export function replacement(args: RecreationArgs): Found | undefined {
    const recreation = recreationOf(args);
    if (!recreation) return undefined;
    const { changes, outcome } = recreation;
    const details: Phrase[] = changes
        .slice(0, MOST)
        .map((change) => say`${shownPath(change.path)} ${fromTo(change)}`);
    if (changes.length > MOST) details.push(say`and ${changes.length - MOST} more`);
    return {
        section: "removals",
        rule: outcome === "refused" ? "removal/refused" : "removal/replaced",
        level: "alarm",
        words: outcomeWords(recreation, args.delivery, kindOf(args.after)),
        details,
        object: objectId(args.after),
    };
}

function outcomeWords({ outcome }: Recreation, delivery: Delivery, kind: string): Phrase {
    const cause = "a field that cannot be changed differs";
    const again = kind === "batch/Job" ? ", and runs again" : "";
    switch (outcome) {
        case "recreated":
            return [`replaced: deleted and created anew${again}, as ${cause}`];
        case "redone":
            return [
                "replaced: what it made is taken down and made anew, as a field that decides about it differs",
            ];
        case "refused":
            return delivery === "flux"
                ? [
                      `refused by the API server, as ${cause}: Flux stops there, and applies nothing of the layer, unless the object says ${FORCE_ANNOTATION}`,
                  ]
                : [`refused by the API server, as ${cause}: pulumi up fails there`];
    }
}

/** `group/Kind`; the core group is empty. */
export function kindOf({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
    return `${groupOf(apiVersion)}/${kind}`;
}
