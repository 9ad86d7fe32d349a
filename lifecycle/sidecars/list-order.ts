import { compareText } from "../kit/compare-text";
import type { JsonValue } from "../kit/json";
import { isKeyedList } from "./keyed-lists";
import { PRISTINE_ITEMS } from "./overlay";
import { type Pointer, escapeSegment, splitPointer } from "../kit/pointer";

/**
 * Orders of keyed lists that many overlays share. One overlay has an item another has not, so the shared order names
 * them all, and each overlay means those it has.
 */
export type Order = readonly string[];

/** Whether the value at a pointer is the order of a keyed list. */
export function isSharedOrder(pointer: Pointer, value: JsonValue): value is Order {
    return Array.isArray(value) && isOrderPlace(pointer) && value.every((name) => typeof name === "string");
}

function isOrderPlace(pointer: Pointer): boolean {
    // Told by a glance that it is no list of items, as most places are.
    return pointer.startsWith("spec/") && isKeyedList(splitPointer(pointer));
}

/** What a shared order means in an overlay. @param places All places of the overlay, and those above them. */
export function ownOrder(order: Order, pointer: Pointer, places: ReadonlySet<Pointer>): Order {
    return order.filter((name) => name === PRISTINE_ITEMS || places.has(`${pointer}/${escapeSegment(name)}`));
}

/** Places above places. Overlays have the same few hundred, over and over. */
const parents = new Map<Pointer, Pointer | undefined>();
const MANY = 20_000;

function parentOf(pointer: Pointer): Pointer | undefined {
    const known = parents.get(pointer);
    if (known !== undefined || parents.has(pointer)) return known;
    const cut = pointer.lastIndexOf("/");
    const parent = cut < 0 ? undefined : pointer.slice(0, cut);
    if (parents.size >= MANY) parents.clear();
    parents.set(pointer, parent);
    return parent;
}

/** All places of an overlay and those above them. */
export function placesOf(pointers: Iterable<Pointer>): ReadonlySet<Pointer> {
    const places = new Set<Pointer>();
    for (const pointer of pointers) {
        let place = pointer;
        while (!places.has(place)) {
            places.add(place);
            const above = parentOf(place);
            if (above === undefined) break;
            place = above;
        }
    }
    return places;
}

/**
 * An order from which most of these follow: the one most often used, with the items of the others put in after the item
 * they follow there. An order that contradicts it stays its overlay's own.
 *
 * @param counts How often each order is used.
 */
export function mergeOrders(counts: ReadonlyMap<Order, number>): Order {
    const orders = [...counts].sort(([left, many], [right, few]) => few - many || compareOrders(left, right));
    const merged: string[] = [];
    for (const [order] of orders) {
        let at = 0;
        for (const name of order) {
            const known = merged.indexOf(name);
            if (known < 0) merged.splice(at++, 0, name);
            else at = known + 1;
        }
    }
    return merged;
}

function compareOrders(left: Order, right: Order): number {
    return compareText(left.join("\n"), right.join("\n"));
}
