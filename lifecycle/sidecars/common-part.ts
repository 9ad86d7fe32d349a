import type { JsonValue } from "../kit/json";
import { canonicalJson } from "../kit/canonical-json";
import { type Order, isSharedOrder, mergeOrders } from "./list-order";
import {
    type Abstraction,
    type Words,
    abstractPointer,
    abstractValue,
    expandPointer,
    sortWords,
} from "./placeholders";
import type { Pointer } from "../kit/pointer";

/** A value and its canonical JSON, by which it is compared. Of one {@link PlaceTable}, equal places are one object. */
export interface Place {
    readonly value: JsonValue;
    readonly text: string;
    /** Whether the text has something in it that is, or looks like, a placeholder. */
    readonly hasPlaceholders: boolean;
}

/** Places by what they say: comparing thousands of overlays is then comparing objects, not texts. */
export class PlaceTable {
    private readonly byText = new Map<string, Place>();
    /** Overlays composed from a common part share its very objects, and most strings are said by many. */
    private readonly byValue = new Map<JsonValue, Place>();

    public placeOf(value: JsonValue): Place {
        let place = this.byValue.get(value);
        if (!place) this.byValue.set(value, (place = this.placeOfText(value, canonicalJson(value))));
        return place;
    }

    private placeOfText(value: JsonValue, text: string): Place {
        let place = this.byText.get(text);
        if (!place) this.byText.set(text, (place = { value, text, hasPlaceholders: text.includes("${") }));
        return place;
    }
}

/** Values by pointer. */
export type Part = ReadonlyMap<Pointer, Place>;

/** An overlay that is counted. */
export interface Voter {
    readonly words: Words;
    readonly values: Part;
    /** Values in placeholders, where some fit. */
    readonly abstracts: Part;
}

interface Candidate {
    readonly place: Place;
    votes: number;
}

/**
 * The most frequent value at each place of many overlays, in placeholders where those fit more of them. A place that is
 * missing more often than it has any one value is not part of it.
 */
export function commonPart(voters: readonly Voter[], table: PlaceTable): Part {
    const polls = new Map<Pointer, Map<Place, Candidate>>();
    const presence = new Map<Pointer, number>();
    for (const voter of voters) vote(polls, presence, voter);
    const common = new Map<Pointer, Place>();
    for (const pointer of [...polls.keys()].sort()) {
        const candidates = [...(polls.get(pointer)?.values() ?? [])];
        const winner = candidates.reduce((best, candidate) => (isBetter(candidate, best) ? candidate : best));
        const present = pointer.includes("${") ? countPresent(voters, pointer) : (presence.get(pointer) ?? 0);
        const order = commonOrder(pointer, candidates);
        const votes = order ? present : winner.votes;
        if (votes >= voters.length - present)
            common.set(pointer, order ? table.placeOf(order) : winner.place);
    }
    return common;
}

function countPresent(voters: readonly Voter[], pointer: Pointer): number {
    let present = 0;
    for (const { words, values } of voters) if (values.has(expandPointer(pointer, words))) present++;
    return present;
}

/** What an overlay says in placeholders. @param abstraction Shared by all overlays that are counted together. */
export function abstractsOf(values: Part, words: Words, abstraction: Abstraction, table: PlaceTable): Part {
    const abstracts = new Map<Pointer, Place>();
    const sorted = sortWords(words);
    for (const [pointer, place] of values) {
        if (place.hasPlaceholders || !abstraction.mayFit(place.text, sorted)) continue;
        const value = abstractValue(place.value, words);
        if (value === place.value) continue;
        const abstract = table.placeOf(value);
        if (abstract !== place) abstracts.set(pointer, abstract);
    }
    return abstracts;
}

function vote(
    polls: Map<Pointer, Map<Place, Candidate>>,
    presence: Map<Pointer, number>,
    { words, values, abstracts }: Voter,
): void {
    for (const [pointer, place] of values) {
        presence.set(pointer, (presence.get(pointer) ?? 0) + 1);
        // What looks like a placeholder by itself cannot be common: it would be expanded.
        if (place.hasPlaceholders || pointer.includes("${")) continue;
        const target = abstractPointer(pointer, words);
        let poll = polls.get(target);
        if (!poll) polls.set(target, (poll = new Map<Place, Candidate>()));
        count(poll, place);
        const abstract = abstracts.get(pointer);
        if (abstract) count(poll, abstract);
    }
}

function count(poll: Map<Place, Candidate>, place: Place): void {
    const candidate = poll.get(place);
    if (candidate) candidate.votes++;
    else poll.set(place, { place, votes: 1 });
}

function isBetter(candidate: Candidate, best: Candidate): boolean {
    if (candidate.votes !== best.votes) return candidate.votes > best.votes;
    return candidate.place.text < best.place.text;
}

/** Orders of a list that differ only in what they have are one order. Undefined where the place is none. */
function commonOrder(pointer: Pointer, candidates: readonly Candidate[]): Order | undefined {
    const orders = new Map<Order, number>();
    for (const { place, votes } of candidates) {
        if (place.hasPlaceholders) continue;
        if (!isSharedOrder(pointer, place.value)) return undefined;
        orders.set(place.value, votes);
    }
    return mergeOrders(orders);
}
