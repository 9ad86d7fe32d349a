import type { KubeObject } from "../../components/kube/types";
import { joinPointer } from "../../lifecycle/sidecars/pointer";
import { canonicalJson } from "../../lifecycle/sidecars/canonical-json";
import { groupOf } from "../../lifecycle/workloads/api-group";
import type { Change } from "./changes";
import { fromTo } from "./describe-changes";
import type { Found } from "./finding";
import { END_OF, IMMUTABLE_FIELDS, SEALABLE } from "./immutable-fields";
import { type Phrase, say } from "./phrase";
import { type VersionedObject, objectId } from "./version";

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
function likenessOf(object: KubeObject): string {
    const { name, namespace } = object.metadata;
    const text = canonicalJson({ ...object, metadata: { ...object.metadata, namespace: "" } });
    return withoutName(
        namespace === undefined ? text : text.replaceAll(`"${namespace}"`, '"${namespace}"'),
        name,
    );
}

/** A text with a name that stands in it as a word of its own replaced by `${name}`. */
export function withoutName(text: string, name: string): string {
    if (name === "" || !text.includes(name)) return text;
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return text.replace(new RegExp(`(?<![\\w])${escaped}(?![\\w])`, "g"), () => "${name}");
}

/** What it means that an object is gone. */
export function deletion({ object }: VersionedObject): Found {
    const kept = object.metadata.annotations?.["kustomize.toolkit.fluxcd.io/prune"] === "disabled";
    return {
        section: "removals",
        rule: "removal/deleted",
        level: "alarm",
        words: kept
            ? ["no longer described, but Flux leaves it in the cluster (its pruning is disabled)"]
            : [END_OF[kindOf(object)] ?? "deleted"],
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

/** Changes of fields that cannot be changed, so that the object is replaced. Undefined where there are none. */
export function replacement(
    object: KubeObject,
    before: KubeObject,
    changes: readonly Change[],
): Found | undefined {
    const reasons = changes.filter(({ path }) => isImmutable(before, joinPointer(path)));
    if (reasons.length === 0) return undefined;
    const details: Phrase[] = reasons
        .slice(0, 5)
        .map((change) => say`${joinPointer(change.path)} ${fromTo(change)}`);
    return {
        section: "removals",
        rule: "removal/replaced",
        level: "alarm",
        words: ["replaced: deleted and created anew, as a field that cannot be changed differs"],
        details,
        object: objectId(object),
    };
}

function isImmutable(object: KubeObject, pointer: string): boolean {
    const kind = kindOf(object);
    if (SEALABLE.has(kind) && object["immutable"] === true)
        return /^(?:data|binaryData|stringData|immutable)\b/.test(pointer);
    const fields = IMMUTABLE_FIELDS[kind] ?? [];
    return fields.some(
        (field) => pointer === field || pointer.startsWith(`${field}/`) || field.startsWith(`${pointer}/`),
    );
}

/** `group/Kind`; the core group is empty. */
export function kindOf({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): string {
    return `${groupOf(apiVersion)}/${kind}`;
}
