/** Lists of a pod's specification whose items have a name; they are compared item by item, not place by place. */
const SPEC_LISTS = new Set(["containers", "initContainers", "volumes", "imagePullSecrets"]);
const CONTAINER_LISTS = new Set(["containers", "initContainers"]);

/** Whether the list at this path of a pod template has items with a unique `name`. */
export function isKeyedList(path: readonly string[]): boolean {
    if (path[0] !== "spec") return false;
    if (path.length === 2) return SPEC_LISTS.has(path[1] ?? "");
    return path.length === 4 && CONTAINER_LISTS.has(path[1] ?? "") && path[3] === "env";
}

/** Whether the items of the keyed list at this path are containers, which are compared field by field. */
export function isContainerList(path: readonly string[]): boolean {
    return path.length === 2 && path[0] === "spec" && CONTAINER_LISTS.has(path[1] ?? "");
}

/** One item of a keyed list. */
export type KeyedItem = Readonly<Record<string, unknown>> & { readonly name: string };

/** Items by name, in their order. Undefined where an item has no name or two have the same. */
export function itemsByName(list: unknown): ReadonlyMap<string, KeyedItem> | undefined {
    if (list === undefined || list === null) return new Map();
    if (!Array.isArray(list)) return undefined;
    const items = new Map<string, KeyedItem>();
    for (const item of list as readonly unknown[]) {
        if (typeof item !== "object" || item === null) return undefined;
        const { name } = item as { readonly name?: unknown };
        if (typeof name !== "string" || items.has(name)) return undefined;
        items.set(name, item as KeyedItem);
    }
    return items;
}

/** An item without its name, and an environment variable that is nothing but a text as that text. */
export function itemToValue(path: readonly string[], item: KeyedItem): unknown {
    const rest = withoutName(item);
    const plain = isEnv(path) && Object.keys(rest).length === 1 && typeof rest["value"] === "string";
    return plain ? rest["value"] : rest;
}

/** The same item gives the same object, which is told from others at a glance. */
function withoutName(item: KeyedItem): Readonly<Record<string, unknown>> {
    let rest = nameless.get(item);
    if (!rest) {
        const { name: _name, ...others } = item;
        nameless.set(item, (rest = others));
    }
    return rest;
}

const nameless = new WeakMap<KeyedItem, Readonly<Record<string, unknown>>>();

/** What {@link itemToValue} was made from. */
export function valueToItem(path: readonly string[], name: string, value: unknown): KeyedItem {
    if (isEnv(path) && typeof value === "string") return { name, value };
    return { name, ...(typeof value === "object" ? value : {}) };
}

function isEnv(path: readonly string[]): boolean {
    return path.length === 4;
}
