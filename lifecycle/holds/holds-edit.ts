import { Document, type YAMLSeq, parseDocument } from "yaml";

import { WindlassError } from "../kit/errors";
import type { Hold, Lift } from "./hold";
import { schemaOf } from "../kit/file-format";
import { HOLDS_FORMAT } from "./holds-definition";
import { parseHolds } from "./holds-parse";

/** How a holds file changes. */
export interface HoldsChange {
    readonly addHolds?: readonly Hold[];
    readonly addLifts?: readonly Lift[];
    /** Holds that go, by their place in the file. */
    readonly removeHolds?: readonly number[];
    /** Lifts that go, by their place in the file. */
    readonly removeLifts?: readonly number[];
}

const HEADER = [
    " yaml-language-server: $schema=holds.schema.json",
    " Releases that windlass update does not propose, and holds that a person has lifted: windlass hold --help.",
].join("\n");

/**
 * The text of a holds file after a change. Comments and what a person wrote stay as they are.
 *
 * @param text - undefined where there is no file yet
 * @throws WindlassError where the text, before or after, is no holds file
 */
export function editHolds(text: string | undefined, change: HoldsChange): string {
    if (text !== undefined) parseHolds(text);
    const document = text === undefined ? fresh() : parseDocument(text);
    for (const index of descending(change.removeHolds)) document.deleteIn(["holds", index]);
    for (const index of descending(change.removeLifts)) document.deleteIn(["lifts", index]);
    for (const hold of change.addHolds ?? []) append(document, "holds", entryOf(hold));
    for (const lift of change.addLifts ?? []) append(document, "lifts", entryOf(lift));
    for (const key of ["holds", "lifts"]) {
        const items = document.getIn([key]) as YAMLSeq | undefined;
        if (items?.items?.length === 0) document.deleteIn([key]);
    }
    const edited = document.toString({ lineWidth: 0 });
    try {
        parseHolds(edited);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, line: undefined, remedy: "Nothing was written" });
    }
    return edited;
}

function fresh(): Document {
    const document = new Document({ schema: schemaOf(HOLDS_FORMAT) });
    document.commentBefore = HEADER;
    return document;
}

function descending(places: readonly number[] = []): readonly number[] {
    return [...places].sort((a, b) => b - a);
}

function append(document: Document, key: string, entry: Readonly<Record<string, string>>): void {
    if (document.hasIn([key])) {
        const items = document.getIn([key]) as YAMLSeq;
        // `[]` was written in one line.
        items.flow = false;
        items.add(document.createNode(entry));
    } else document.setIn([key], document.createNode([entry]));
}

/** Keys in the order of the definition; days in quotes, for older readers take them for dates. */
function entryOf(item: Hold | Lift): Readonly<Record<string, string>> {
    const { stack, system, version, of, reason, since, expires } = item;
    const entry = { stack, system, version, of, reason, since, expires };
    return Object.fromEntries(
        Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
}
