import { isRecord } from "../kit/json-path";
import type { JsonValue } from "../kit/json";
import type { PodTemplate } from "../workloads/pod-template";
import { type KeyedItem, isContainerList, isKeyedList, itemsByName, valueToItem } from "./keyed-lists";
import { type Overlay, PRISTINE_ITEMS } from "./overlay";
import { splitPointer } from "../kit/pointer";

/** An overlay as a tree. Only keyed lists have both: a value, their order, and children, their items. */
interface Node {
    value?: JsonValue;
    readonly children: Map<string, Node>;
}

/** The pod template with what injection did to it. Neither argument is changed. */
export function applyOverlay(pristine: PodTemplate, overlay: Overlay): PodTemplate {
    const root: Node = { children: new Map() };
    for (const [pointer, value] of Object.entries(overlay)) {
        let node = root;
        for (const key of splitPointer(pointer)) {
            let child = node.children.get(key);
            if (!child) node.children.set(key, (child = { children: new Map() }));
            node = child;
        }
        node.value = value;
    }
    return applyToMap(pristine, root, []);
}

function applyToMap(map: unknown, node: Node, path: readonly string[]): Readonly<Record<string, unknown>> {
    const result = new Map<string, unknown>(isRecord(map) ? Object.entries(map) : []);
    for (const [key, child] of node.children) {
        const value = applyToValue(result.get(key), child, [...path, key]);
        if (value === undefined) result.delete(key);
        else result.set(key, value);
    }
    return Object.fromEntries(result);
}

function applyToValue(value: unknown, node: Node, path: readonly string[]): unknown {
    if (isKeyedList(path) && (node.children.size > 0 || isOrder(node.value)))
        return applyToList(value, node, path);
    if (node.children.size > 0) return applyToMap(value, node, path);
    return node.value === null ? undefined : node.value;
}

function applyToList(list: unknown, node: Node, path: readonly string[]): readonly KeyedItem[] {
    const pristine = itemsByName(list) ?? new Map<string, KeyedItem>();
    const items = new Map(pristine);
    for (const [name, child] of node.children) {
        if (child.value === null) items.delete(name);
        else items.set(name, applyToItem(items.get(name), name, child, path));
    }
    const order = isOrder(node.value) ? node.value : [];
    for (const name of order) if (name !== PRISTINE_ITEMS && !items.has(name)) items.set(name, { name });
    return arrange(items, [...pristine.keys()], order);
}

function applyToItem(
    item: KeyedItem | undefined,
    name: string,
    node: Node,
    path: readonly string[],
): KeyedItem {
    if (!isContainerList(path)) return valueToItem(path, name, node.value);
    return { name, ...applyToMap(item ?? {}, node, [...path, name]) };
}

function arrange(
    items: ReadonlyMap<string, KeyedItem>,
    pristine: readonly string[],
    order: readonly string[],
): KeyedItem[] {
    const all = order.some((name) => pristine.includes(name));
    const plan = all || order.includes(PRISTINE_ITEMS) ? order : [PRISTINE_ITEMS, ...order];
    const names = plan.flatMap((name) => (name === PRISTINE_ITEMS ? pristine : [name]));
    return names.flatMap((name) => {
        const item = items.get(name);
        return item ? [item] : [];
    });
}

/** An order is a list of names; a list of maps replaces the whole list instead. */
function isOrder(value: JsonValue | undefined): value is readonly string[] {
    return Array.isArray(value) && value.every((name) => typeof name === "string");
}
