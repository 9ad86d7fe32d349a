import type { JsonValue } from "../kit/json";
import { canonicalJson } from "../kit/canonical-json";
import { type Part, type Place, PlaceTable, abstractsOf, commonPart } from "./common-part";
import { isSharedOrder, ownOrder, placesOf } from "./list-order";
import type { Overlay } from "./overlay";
import { Abstraction, type Words, expandPointer, expandValue } from "./placeholders";
import { type Pointer, isWithin } from "../kit/pointer";

/** What differs from what is inherited. */
export interface Difference {
    /** Values that take the place of inherited ones or come on top of them. */
    readonly set: Overlay;
    /** Inherited places that do not exist here, each with all below it. */
    readonly without: readonly Pointer[];
}

/** A workload's own part. */
export interface OwnPart extends Difference {
    /** Name of the shape it inherits from. @default it inherits from the common part alone */
    readonly shape?: string;
}

/** Many overlays with what they share said once. Common part and shapes speak in placeholders, own parts do not. */
export interface Factored {
    readonly common: Overlay;
    /** What groups of workloads have in common beyond that, by name, as a difference from the common part. */
    readonly shapes: ReadonlyMap<string, Difference>;
    /** By workload id. */
    readonly own: ReadonlyMap<string, OwnPart>;
}

/** One overlay to factor. */
export interface FactorInput {
    readonly overlay: Overlay;
    readonly words: Words;
    /** Name of the group the overlay is expected to resemble, such as `CronJob`. */
    readonly shape: string;
}

/**
 * Says once what many overlays share. At each place the most frequent value is the common one, a missing value counting
 * as a value, so that an outlier costs its own line and not everybody else's.
 *
 * {@link composeOverlay} undoes it exactly, whatever the overlays are.
 */
export function factor(inputs: ReadonlyMap<string, FactorInput>): Factored {
    const abstraction = new Abstraction();
    const table = new PlaceTable();
    const members = [...inputs].sort(byKey).map(([id, input]) => toMember(id, input, abstraction, table));
    const common = commonPart(members, table);
    const shapes = new Map<string, Difference>();
    const own = new Map<string, OwnPart>();
    for (const [shape, group] of groupByShape(members)) {
        const shared = withBaseOrders(commonPart(group, table), common);
        const difference = differenceOf(shared, common);
        const plain = group.map((member) => ownPart(member, common));
        const shaped = sizeOf(difference) === 0 ? plain : group.map((member) => ownPart(member, shared));
        // A shape has to pay for itself and for the line by which each of its workloads names it.
        const useful = total(shaped) + sizeOf(difference) + group.length < total(plain);
        if (useful) shapes.set(shape, difference);
        for (const [index, { id }] of group.entries()) {
            const part = (useful ? shaped : plain)[index];
            if (part) own.set(id, useful ? { ...part, shape } : part);
        }
    }
    return {
        common: toOverlay(common),
        shapes: new Map([...shapes].sort(byKey)),
        own: new Map([...own].sort(byKey)),
    };
}

/** The overlay of a workload as it was before {@link factor}. Undefined where the workload has no part in it. */
export function composeOverlay(factored: Factored, id: string, words: Words): Overlay | undefined {
    const own = factored.own.get(id);
    const inherited = own && inheritedPart(factored, own.shape);
    if (!own || !inherited) return undefined;
    if (inherited.isPlain && own.without.length === 0 && Object.keys(own.set).length === 0)
        return composeInherited(inherited, words);
    const values = new Map<Pointer, JsonValue>();
    for (const { pointer, value, hasPlaceholders } of inherited.places) {
        if (hasPlaceholders) values.set(expandPointer(pointer, words), expandValue(value, words));
        else values.set(pointer, value);
    }
    applyDifference(values, own);
    let places: ReadonlySet<Pointer> | undefined;
    for (const { pointer: abstract, hasPlaceholders, isOrder } of inherited.places) {
        if (!isOrder) continue;
        const pointer = hasPlaceholders ? expandPointer(abstract, words) : abstract;
        const order = values.get(pointer);
        // An order of the workload's own is intended as it stands.
        if (order === undefined || Object.hasOwn(own.set, pointer) || !isSharedOrder(pointer, order))
            continue;
        places ??= placesOf(values.keys());
        const intended = ownOrder(order, pointer, places);
        // The same order stays the same object, as it is in most workloads.
        if (intended.length < order.length) values.set(pointer, intended);
    }
    return Object.fromEntries(values);
}

/** The overlay of a workload that has nothing of its own, as most have not. */
function composeInherited({ places }: InheritedPart, words: Words): Overlay {
    const overlay: Record<Pointer, JsonValue> = {};
    for (const { pointer, intended, hasPlaceholders } of places) {
        if (hasPlaceholders) overlay[expandPointer(pointer, words)] = expandValue(intended, words);
        else overlay[pointer] = intended;
    }
    return overlay;
}

/** The common part with a shape, looked at once for all workloads. */
interface InheritedPart {
    readonly places: readonly InheritedPlace[];
    /** Whether a workload's container is never named but by placeholder, so that no two places can become one. */
    readonly isPlain: boolean;
}

interface InheritedPlace {
    readonly pointer: Pointer;
    readonly value: JsonValue;
    /** The value, and of an order what it means where nothing is added and nothing gone. */
    readonly intended: JsonValue;
    /** Whether it has a placeholder. */
    readonly hasPlaceholders: boolean;
    readonly isOrder: boolean;
}

const inheritedParts = new WeakMap<Factored, Map<string | undefined, InheritedPart>>();

function inheritedPart(factored: Factored, shape: string | undefined): InheritedPart | undefined {
    const parts = inheritedParts.get(factored) ?? new Map<string | undefined, InheritedPart>();
    inheritedParts.set(factored, parts);
    const known = parts.get(shape);
    if (known) return known;
    const difference = shape === undefined ? undefined : factored.shapes.get(shape);
    if (shape !== undefined && !difference) return undefined;
    const templates = new Map(Object.entries(factored.common));
    if (difference) applyDifference(templates, difference);
    const above = placesOf(templates.keys());
    const places = [...templates].map(([pointer, value]): InheritedPlace => {
        const isOrder = isSharedOrder(pointer, value);
        const hasPlaceholders = pointer.includes("${") || canonicalJson(value).includes("${");
        return {
            pointer,
            value,
            intended: isOrder ? ownOrder(value, pointer, above) : value,
            hasPlaceholders,
            isOrder,
        };
    });
    const isPlain = places.every(({ pointer, value, isOrder }) => {
        if (pointer === "__proto__" || (isOrder && canonicalJson(value).includes("${"))) return false;
        return !pointer.startsWith("spec/containers/") || pointer.startsWith("spec/containers/${container}/");
    });
    const part = { places, isPlain };
    parts.set(shape, part);
    return part;
}

function applyDifference(values: Map<Pointer, JsonValue>, { set, without }: Difference): void {
    for (const gone of without) {
        for (const pointer of [...values.keys()]) if (isWithin(pointer, gone)) values.delete(pointer);
    }
    for (const [pointer, value] of Object.entries(set)) values.set(pointer, value);
}

interface Member {
    readonly id: string;
    readonly shape: string;
    readonly words: Words;
    readonly values: Part;
    readonly abstracts: Part;
    /** All places of the overlay and those above them. */
    readonly places: ReadonlySet<Pointer>;
}

function toMember(
    id: string,
    { overlay, shape, words }: FactorInput,
    abstraction: Abstraction,
    table: PlaceTable,
): Member {
    const values = new Map<Pointer, Place>();
    for (const pointer of Object.keys(overlay)) values.set(pointer, table.placeOf(overlay[pointer] ?? null));
    const abstracts = abstractsOf(values, words, abstraction, table);
    return { id, shape, words, values, abstracts, places: placesOf(values.keys()) };
}

function groupByShape(members: readonly Member[]): ReadonlyMap<string, readonly Member[]> {
    const groups = new Map<string, Member[]>();
    for (const member of members) {
        const group = groups.get(member.shape);
        if (group) group.push(member);
        else groups.set(member.shape, [member]);
    }
    return groups;
}

/** A group's part with the orders of the common part, where those say the same of the group. */
function withBaseOrders(part: Part, base: Part): Part {
    const result = new Map(part);
    for (const [pointer, { value, text }] of part) {
        const place = base.get(pointer);
        if (
            !place ||
            place.text === text ||
            !isSharedOrder(pointer, value) ||
            !isSharedOrder(pointer, place.value)
        )
            continue;
        const names = new Set(value);
        if (canonicalJson(place.value.filter((name) => names.has(name))) === text) result.set(pointer, place);
    }
    return result;
}

function differenceOf(part: Part, base: Part): Difference {
    const gone = [...base.keys()].filter((pointer) => !part.has(pointer));
    const kept = [...base.keys()].filter((pointer) => part.has(pointer));
    const without = subtrees(gone, kept);
    const isNew = ([pointer, { text }]: readonly [Pointer, Place]): boolean =>
        base.get(pointer)?.text !== text || without.some((place) => isWithin(pointer, place));
    return { set: toOverlay(new Map([...part].filter(isNew))), without };
}

function ownPart(member: Member, inherited: Part): Difference {
    const { values, words } = member;
    const set = new Map<Pointer, Place>();
    const kept = new Set<Pointer>();
    const gone: Pointer[] = [];
    for (const [abstract, template] of inherited) {
        const pointer = expandPointer(abstract, words);
        const value = values.get(pointer);
        if (!value) {
            gone.push(pointer);
            continue;
        }
        kept.add(pointer);
        if (!reproduces(template, pointer, value, member)) set.set(pointer, value);
    }
    if (gone.length === 0 && set.size === 0 && kept.size === values.size) return NO_DIFFERENCE;
    const without = subtrees(gone, [...kept]);
    for (const [pointer, value] of values) {
        if (!kept.has(pointer) || without.some((place) => isWithin(pointer, place))) set.set(pointer, value);
    }
    return { set: toOverlay(set), without };
}

const NO_DIFFERENCE: Difference = { set: {}, without: [] };

function reproduces(template: Place, pointer: Pointer, value: Place, { words, places }: Member): boolean {
    // A value that looks like a placeholder would be expanded.
    if (value.hasPlaceholders) return false;
    const expanded = template.hasPlaceholders ? expandValue(template.value, words) : template.value;
    if (Array.isArray(expanded) && isSharedOrder(pointer, expanded)) {
        return canonicalJson(ownOrder(expanded, pointer, places)) === value.text;
    }
    return template === value || (expanded !== template.value && canonicalJson(expanded) === value.text);
}

/**
 * Few pointers that cover everything that is gone, and what is kept only where that stands below it: the order of a list
 * is gone and its items are not.
 */
function subtrees(gone: readonly Pointer[], kept: readonly Pointer[]): readonly Pointer[] {
    if (gone.length === 0) return [];
    const spared = placesOf(kept);
    const roots = new Set<Pointer>();
    for (const pointer of gone)
        roots.add(ancestorsOf(pointer).find((ancestor) => !spared.has(ancestor)) ?? pointer);
    return [...roots].sort();
}

/** The pointer and everything above it, the highest first. */
function ancestorsOf(pointer: Pointer): Pointer[] {
    const keys = pointer.split("/");
    return keys.map((_, index) => keys.slice(0, index + 1).join("/"));
}

function sizeOf({ set, without }: Difference): number {
    return Object.keys(set).length + without.length;
}

function total(parts: readonly Difference[]): number {
    let sum = 0;
    for (const part of parts) sum += sizeOf(part);
    return sum;
}

function toOverlay(part: Part): Overlay {
    return Object.fromEntries([...part].sort(byKey).map(([pointer, { value }]) => [pointer, value] as const));
}

function byKey(left: readonly [string, unknown], right: readonly [string, unknown]): number {
    return left[0] < right[0] ? -1 : 1;
}
