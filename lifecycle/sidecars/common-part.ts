import type { JsonValue } from "../stack/settings";
import { canonicalJson } from "./canonical-json";
import { type Order, isSharedOrder, mergeOrders } from "./list-order";
import {
    type Abstraction,
    type Words,
    abstractPointer,
    abstractValue,
    expandPointer,
    looksAbstract,
    sortWords,
} from "./placeholders";
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
    readonly ballots: readonly Ballot[];
}

/** What an overlay says of one place. */
export interface Ballot {
    /** In placeholders. */
    readonly pointer: Pointer;
    readonly place: Place;
    /** The value in placeholders, where some fit. */
    readonly abstract: Place | undefined;
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
    const presence = new Map<Pointer, number>();
    for (const { values, ballots } of voters) {
        for (const ballot of ballots) vote(polls, ballot);
        for (const pointer of values.keys()) presence.set(pointer, (presence.get(pointer) ?? 0) + 1);
    }
    const common = new Map<Pointer, Place>();
    for (const pointer of [...polls.keys()].sort()) {
        const candidates = [...(polls.get(pointer)?.values() ?? [])];
        const winner = candidates.reduce((best, candidate) => (isBetter(candidate, best) ? candidate : best));
        const present = pointer.includes("${") ? countPresent(voters, pointer) : (presence.get(pointer) ?? 0);
        const order = commonOrder(pointer, candidates);
        const votes = order ? present : winner.votes;
        if (votes >= voters.length - present) common.set(pointer, order ?? winner.place);
    }
    return common;
}

function countPresent(voters: readonly Voter[], pointer: Pointer): number {
    let present = 0;
    for (const { words, values } of voters) if (values.has(expandPointer(pointer, words))) present++;
    return present;
}

/** What an overlay has to say. @param abstraction Shared by all overlays that are counted together. */
export function ballotsOf(values: Part, words: Words, abstraction: Abstraction): readonly Ballot[] {
    const ballots: Ballot[] = [];
    const sorted = sortWords(words);
    for (const [pointer, place] of values) {
        // What looks like a placeholder by itself cannot be common: it would be expanded.
        if (pointer.includes("${") || looksAbstract(place)) continue;
        const value = abstraction.mayFit(place.text, sorted)
            ? abstractValue(place.value, words)
            : place.value;
        const text = value === place.value ? place.text : canonicalJson(value);
        const abstract = text === place.text ? undefined : { value, text };
        ballots.push({ pointer: abstractPointer(pointer, words), place, abstract });
    }
    return ballots;
}

function vote(polls: Map<Pointer, Map<string, Candidate>>, { pointer, place, abstract }: Ballot): void {
    let poll = polls.get(pointer);
    if (!poll) polls.set(pointer, (poll = new Map<string, Candidate>()));
    count(poll, place);
    if (abstract) count(poll, abstract);
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
