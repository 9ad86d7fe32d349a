import { canonicalJson } from "../lifecycle/kit/canonical-json";
import type { ObjectChange } from "./compare-stack";
import { withoutName } from "./removals";

/** Objects whose difference is the same but for their names. */
export interface AlikeChanges {
    /** One of them, which stands for all. */
    readonly example: ObjectChange;
    /** How many objects, over all stacks; at least 1. */
    readonly count: number;
    /** Stacks they are in, sorted. */
    readonly stacks: readonly string[];
}

/** Puts object changes that differ in nothing but their names together. Removed objects first, then by number. */
export function alikeChanges(changes: readonly ObjectChange[]): readonly AlikeChanges[] {
    const groups = new Map<string, { example: ObjectChange; count: number; stacks: Set<string> }>();
    for (const change of changes) {
        const key = likenessOf(change);
        const group = groups.get(key);
        if (!group) {
            groups.set(key, { example: change, count: 1, stacks: new Set([change.stack]) });
            continue;
        }
        group.count++;
        group.stacks.add(change.stack);
        if (comesBefore(change, group.example)) group.example = change;
    }
    return [...groups.values()]
        .map(({ example, count, stacks }) => ({ example, count, stacks: [...stacks].sort() }))
        .sort(byWeight);
}

function likenessOf({ kind, from, to, changes }: ObjectChange): string {
    const object = (to ?? from)?.object;
    const name = object?.metadata.name ?? "";
    const content =
        kind === "changed" ? changes : [{ ...object, metadata: { ...object?.metadata, namespace: "" } }];
    return withoutName(canonicalJson([kind, object?.kind, content]), name);
}

function byWeight(left: AlikeChanges, right: AlikeChanges): number {
    const order = rank(left) - rank(right) || right.count - left.count;
    if (order !== 0) return order;
    return comesBefore(left.example, right.example) ? -1 : 1;
}

function rank({ example: { kind, replaced } }: AlikeChanges): number {
    if (kind === "removed") return 0;
    if (replaced) return 1;
    return kind === "changed" ? 2 : 3;
}

function comesBefore(left: ObjectChange, right: ObjectChange): boolean {
    return left.stack === right.stack ? left.id < right.id : left.stack < right.stack;
}
