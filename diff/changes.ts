import { isRecord } from "../lifecycle/kit/json-path";

/** A place where two values differ. What is missing is undefined; null counts as missing, as in Kubernetes. */
export interface Change {
    /** Keys from the top; an item of a keyed list is named by its key. */
    readonly path: readonly string[];
    readonly from: unknown;
    readonly to: unknown;
}

/**
 * Fields that tell the items of a list apart, the first that does for all of them. Lists with such items are compared
 * item by item, so that an item put in the middle does not change all that follow.
 */
const ITEM_KEYS = ["name", "mountPath", "containerPort", "port"] as const;

/**
 * Every place where two JSON-shaped values differ, the highest that tells. Empty where they are equal. A keyed list whose
 * items are the same in another order differs at the list itself.
 */
export function changesBetween(from: unknown, to: unknown): readonly Change[] {
    const changes: Change[] = [];
    collect(from ?? undefined, to ?? undefined, [], changes);
    return changes;
}

/** Whether two JSON-shaped values are the same to Kubernetes. */
export function isSame(from: unknown, to: unknown): boolean {
    return from === to || changesBetween(from, to).length === 0;
}

function collect(from: unknown, to: unknown, path: readonly string[], changes: Change[]): void {
    if (from === to) return;
    if (isRecord(from) && isRecord(to)) return collectMaps(from, to, path, changes);
    if (Array.isArray(from) && Array.isArray(to)) return collectLists(from, to, path, changes);
    changes.push({ path, from, to });
}

function collectMaps(
    from: Readonly<Record<string, unknown>>,
    to: Readonly<Record<string, unknown>>,
    path: readonly string[],
    changes: Change[],
): void {
    for (const key of Object.keys(from)) {
        collect(from[key] ?? undefined, own(to, key) ?? undefined, [...path, key], changes);
    }
    for (const key of Object.keys(to)) {
        if (!Object.hasOwn(from, key)) collect(undefined, to[key] ?? undefined, [...path, key], changes);
    }
}

function collectLists(
    from: readonly unknown[],
    to: readonly unknown[],
    path: readonly string[],
    changes: Change[],
): void {
    const [before, after] = keyed(from, to);
    if (!before || !after) {
        if (!sameList(from, to)) changes.push({ path, from, to });
        return;
    }
    const count = changes.length;
    for (const [key, item] of before) collect(item, after.get(key), [...path, key], changes);
    for (const [key, item] of after) if (!before.has(key)) collect(undefined, item, [...path, key], changes);
    const [order, other] = [[...before.keys()], [...after.keys()]];
    if (changes.length === count && order.some((key, index) => key !== other[index])) {
        changes.push({ path, from: order, to: other });
    }
}

function sameList(from: readonly unknown[], to: readonly unknown[]): boolean {
    return from.length === to.length && from.every((item, index) => isSame(item, to[index]));
}

type Items = ReadonlyMap<string, unknown>;

function keyed(from: readonly unknown[], to: readonly unknown[]): readonly [Items, Items] | readonly [] {
    for (const key of ITEM_KEYS) {
        const before = itemsBy(from, key);
        const after = before && itemsBy(to, key);
        if (after) return [before, after];
    }
    return [];
}

function itemsBy(list: readonly unknown[], key: string): Items | undefined {
    const items = new Map<string, unknown>();
    for (const item of list) {
        const value = isRecord(item) ? own(item, key) : undefined;
        if (typeof value !== "string" && typeof value !== "number") return undefined;
        if (items.has(String(value))) return undefined;
        items.set(String(value), item);
    }
    return items;
}

function own(map: Readonly<Record<string, unknown>>, key: string): unknown {
    return Object.hasOwn(map, key) ? map[key] : undefined;
}
