import * as v from "valibot";

import { type Field, flag, list, map, message, oneOf, record, text } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { readFile } from "../kit/read-file";
import { day } from "../settings/formats";

/** Where the notes stand, relative to the project's root or the package's folder. */
export const UPGRADE_NOTES_FILE = "catalog/upgrade-notes.json";

/** The format of the catalog's files. */
const FORMAT: FileFormat = { kind: "catalog", version: 1 };

/** Longest sentence a note may have. */
const SENTENCE = 400;

const minor = text({
    description: "A minor: 1.31.",
    pattern: "^[0-9]{1,3}\\.[0-9]{1,3}$",
    fault: { rule: "must be a minor such as 1.31" },
});
const word = text({ description: "A word.", maxLength: 253 });
const path: Field<readonly string[]> = v.pipe(
    v.array(word as v.GenericSchema<string>, message({ rule: "must be a list of keys" })),
    v.readonly(),
);

/** Exactly one way to be touched; which of the keys is there says which. */
const touch = map(
    "What of a stack a change touches.",
    {
        env: v.optional(word),
        is: v.optional(word),
        setting: v.optional(oneOf("A setting that is on.", ["istio.cni"])),
        annotation: v.optional(word),
        label: v.optional(word),
        kind: v.optional(word),
        group: v.optional(word),
        version: v.optional(word),
        field: v.optional(path),
        lacks: v.optional(path),
        mentions: v.optional(word),
        sharedHosts: v.optional(flag("Whether one host is in several namespaces.")),
        outside: v.optional(text({ description: "What no file of the stack shows.", maxLength: SENTENCE })),
    },
    (value) =>
        WAYS.filter((way) => value[way] !== undefined).length === 1
            ? undefined
            : { rule: `must have exactly one of ${WAYS.join(", ")}` },
);

const WAYS = ["env", "setting", "annotation", "label", "kind", "mentions", "sharedHosts", "outside"] as const;

const note = map("One change that a minor brings.", {
    id: text({
        description: "Name of the note, which a waiver gives.",
        maxLength: 80,
        pattern: "^[0-9]+\\.[0-9]+-[a-z0-9-]+$",
        fault: { rule: "must be the minor and words: 1.31-registries" },
    }),
    source: word,
    summary: text({ description: "What changes, on one line.", maxLength: SENTENCE }),
    verdict: oneOf("What it means for what it touches.", ["look", "refuse"]),
    touches: list("What it touches.", touch, (each) => JSON.stringify(each)),
    settledBy: v.optional(list("Variables of istiod; where one is set, somebody has decided.", word), []),
    remedy: text({ description: "What to do, on one line.", maxLength: SENTENCE }),
});

const move = map("What to consider when going from one minor to the next.", {
    from: minor,
    to: minor,
    url: text({ description: "The page.", pattern: "^https://[!-~]+$" }),
    notes: list("Its changes.", note, ({ id }) => id),
});

const notesFile = map("Upgrade notes.", {
    schema: oneOf("Schema of the file.", [schemaOf(FORMAT)]),
    date: day({ description: "Day the pages were read." }),
    sources: v.optional(record("Sources.", word, text({ maxLength: SENTENCE })), {}),
    moves: list("Moves.", move, ({ from, to }) => `${from} ${to}`),
});

/** What a change touches, in one of several ways. */
export type NoteTouch = OutputOf<typeof touch>;
/** One change that a minor brings: what touches whom, and what that means. */
export type UpgradeNote = OutputOf<typeof note>;
/** What Istio's pages say of going from one minor to the next. */
export type MinorNotes = OutputOf<typeof move>;

type OutputOf<F> = F extends Field<infer T> ? T : never;

/**
 * The upgrade notes from the text of their file.
 *
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseUpgradeNotes(text: string, file = UPGRADE_NOTES_FILE): readonly MinorNotes[] {
    const remedy = "Restore the file from Git";
    return readFile(notesFile, { format: FORMAT, file, text, remedy }).value.moves;
}
