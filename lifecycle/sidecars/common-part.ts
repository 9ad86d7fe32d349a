import type { JsonValue } from "../stack/settings";
import { canonicalJson } from "./canonical-json";
import { type Order, isSharedOrder, mergeOrders } from "./list-order";
import { type Words, abstractPointer, abstractValue, expandPointer } from "./placeholders";
import type { Pointer } from "./pointer";

/** A value and its canonical JSON, by which it is compared. */
export interface Place {
    readonly value: JsonValue;
    readonly text: string;
}

/** Values by pointer. */
export type Part = ReadonlyMap<Pointer, Place>;

/** An overlay that is counted. */
export interface Voter {
    readonly words: Words;
    readonly values: Part;
}

interface Candidate {
    readonly place: Place;
    votes: number;
}

/**
 * The most frequent value at each place of many overlays, in placeholders where those fit more of them. A place that is
 * missing more often than it has any one value is not part of it.
 */
export function commonPart(voters: readonly Voter[]): Part {
    const polls = new Map<Pointer, Map<string, Candidate>>();
    for (const { words, values } of voters) {
        for (const [pointer, place] of values) vote(polls, words, pointer, place);
    }
    const common = new Map<Pointer, Place>();
    for (const pointer of [...polls.keys()].sort()) {
        const candidates = [...(polls.get(pointer)?.values() ?? [])];
        const winner = candidates.reduce((best, candidate) => (isBetter(candidate, best) ? candidate : best));
        let present = 0;
        for (const { words, values } of voters) if (values.has(expandPointer(pointer, words))) present++;
        const order = commonOrder(pointer, candidates);
        const votes = order ? present : winner.votes;
        if (votes >= voters.length - present) common.set(pointer, order ?? winner.place);
    }
    return common;
}

function vote(
    polls: Map<Pointer, Map<string, Candidate>>,
    words: Words,
    pointer: Pointer,
    place: Place,
): void {
    // What looks like a placeholder by itself cannot be common: it would be expanded.
    if (pointer.includes("${") || place.text.includes("${")) return;
    const abstract = abstractPointer(pointer, words);
    let poll = polls.get(abstract);
    if (!poll) polls.set(abstract, (poll = new Map<string, Candidate>()));
    count(poll, place);
    const value = abstractValue(place.value, words);
    if (value === place.value) return;
    const text = canonicalJson(value);
    if (text !== place.text) count(poll, { value, text });
}

function count(poll: Map<string, Candidate>, place: Place): void {
    const candidate = poll.get(place.text);
    if (candidate) candidate.votes++;
    else poll.set(place.text, { place, votes: 1 });
}

function isBetter(candidate: Candidate, best: Candidate): boolean {
    if (candidate.votes !== best.votes) return candidate.votes > best.votes;
    return candidate.place.text < best.place.text;
}

/** Orders of a list that differ only in what they have are one order. Undefined where the place is none. */
function commonOrder(pointer: Pointer, candidates: readonly Candidate[]): Place | undefined {
    const orders = new Map<Order, number>();
    for (const { place, votes } of candidates) {
        if (place.text.includes("${")) continue;
        if (!isSharedOrder(pointer, place.value)) return undefined;
        orders.set(place.value, votes);
    }
    const value = mergeOrders(orders);
    return { value, text: canonicalJson(value) };
}
