import * as v from "valibot";

import { closest } from "./closest";
import { isRecord } from "./json-path";

/**
 * What the files' definitions are made of: valibot's schemas, whose messages are this house's sentences. One definition gives
 * the type (`v.InferOutput`), the reader (read-fields.ts) and the JSON Schema (json-schema.ts).
 */

/** What is wrong with a value, as sentences without their full stop. */
export interface Fault {
    readonly rule: string;
    readonly remedy?: string;
    /** Keys below the checked value the fault is about. @default the value itself */
    readonly at?: readonly string[];
}

/** What may stand at some place of a file. */
export type Field<T> = v.GenericSchema<unknown, T>;

/** A key that may be left out: then there is no value. */
export type OptionalField<T> = v.OptionalSchema<Field<T>, undefined>;

/** Longest text, where a definition says nothing else: that of a DNS name. */
const MAX_LENGTH = 253;

/** What a text has to be, beside free of control characters. */
export interface TextArgs {
    /** One sentence or two for a person; its first says what is missing where the key is. */
    readonly description?: string;
    /** @default 253 */
    readonly maxLength?: number;
    /** Regular expression the JSON Schema repeats. Editors do not all know named groups. */
    readonly pattern?: string;
    /** Said when the pattern does not match. */
    readonly fault?: Fault;
    /** Whether it may be empty: then that means something, which the description tells. @default false */
    readonly maybeEmpty?: boolean;
    /** A rule no schema can state. Not asked of an empty text. */
    readonly check?: (value: string) => Fault | undefined;
}

/** A text. */
export function text(args: TextArgs): Field<string> {
    const { description, maxLength = MAX_LENGTH, pattern, maybeEmpty = false } = args;
    const allowed = pattern !== undefined && maybeEmpty ? `^$|${pattern}` : pattern;
    const known = pattern === undefined ? undefined : new RegExp(pattern);
    return v.pipe(
        // Unquoted, 1.30 is the number 1.3.
        v.string(message({ rule: "must be a string", remedy: "Put it in quotes" })),
        v.metadata({
            ...(description === undefined ? {} : { description }),
            maxLength,
            ...(allowed === undefined ? {} : { pattern: allowed }),
        }),
        rule((value: string) => textFault(value, args, known)),
    );
}

function textFault(
    value: string,
    { maxLength = MAX_LENGTH, maybeEmpty, fault, check }: TextArgs,
    pattern: RegExp | undefined,
): Fault | undefined {
    if (value.length > maxLength) return { rule: `must not be longer than ${maxLength} characters` };
    if (value === "") return maybeEmpty ? undefined : { rule: "must not be empty" };
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value))
        return { rule: "must not contain control characters" };
    if (pattern && !pattern.test(value)) return fault ?? { rule: `must match ${pattern.source}` };
    return check?.(value);
}

/** One of some words. */
export function oneOf<const T extends string>(description: string, values: readonly T[]): Field<T> {
    const shown = values.map((each) => (each === "" ? '""' : each)).join(", ");
    return v.pipe(
        v.picklist(values, ({ input }) => {
            const suggestion = typeof input === "string" ? closest(input, values) : undefined;
            const remedy = suggestion ? `Did you mean ${suggestion}` : undefined;
            return message({ rule: `must be one of ${shown}`, remedy });
        }),
        v.metadata({ description }),
    );
}

/** A whole number between two, which it may be as well. */
export function integer(description: string, minimum: number, maximum: number): Field<number> {
    const complaint = message({ rule: `must be a whole number from ${minimum} to ${maximum}` });
    return v.pipe(
        v.number(complaint),
        v.check((value) => Number.isInteger(value) && value >= minimum && value <= maximum, complaint),
        v.metadata({ description, type: "integer", minimum, maximum }),
    );
}

/** True or false. */
export function flag(description: string): Field<boolean> {
    const complaint = message({ rule: "must be true or false", remedy: "Write it without quotes" });
    return v.pipe(v.boolean(complaint), v.metadata({ description }));
}

/** A list in which nothing stands twice. */
export function list<T>(
    description: string,
    items: Field<T>,
    /** What makes two items the same. */
    identity: (item: T) => string = String,
): Field<readonly T[]> {
    return v.pipe(
        v.array(items, message({ rule: "must be a list", remedy: "Start each item with a dash" })),
        v.metadata({ description, uniqueItems: true }),
        v.rawCheck(({ dataset, addIssue }) => {
            if (!Array.isArray(dataset.value)) return;
            const wrong = new Set(dataset.issues?.map(({ path }) => path?.[0].key));
            const seen = new Set<string>();
            for (const [index, item] of (dataset.value as T[]).entries()) {
                if (wrong.has(index)) continue;
                const input = identity(item);
                const twice = { rule: "must not appear twice in the list", remedy: "Delete one" };
                if (seen.has(input))
                    addIssue({ message: message(twice), input, path: pathOf(dataset.value, [index]) });
                seen.add(input);
            }
        }),
        v.readonly(),
    );
}

/** A map with keys the user chooses. */
export function record<T>(
    description: string,
    keys: Field<string>,
    values: Field<T>,
): Field<Readonly<Record<string, T>>> {
    return v.pipe(
        mapOnly,
        // What valibot would leave out without a word.
        v.check((value) => !UNSAFE.some((key) => Object.hasOwn(value, key)), message({ rule: UNSAFE_RULE })),
        v.record(keys as v.GenericSchema<string, string>, values),
        v.metadata({ description }),
        v.readonly(),
    );
}

const UNSAFE = ["__proto__", "constructor", "prototype"];
const UNSAFE_RULE = `must not have a key called ${UNSAFE.join(" or ")}`;

/** What a map with these keys holds. */
type Members<E extends v.ObjectEntries> = Readonly<v.InferOutput<v.StrictObjectSchema<E, undefined>>>;

/**
 * A map with fixed keys and no others. Left out, it is as if it were empty: its members' defaults, or their errors, count.
 *
 * @param check - a rule over several members, asked once each of them is right
 */
export function map<const E extends v.ObjectEntries>(
    description: string,
    entries: E,
    check: (value: Members<E>) => Fault | undefined = () => undefined,
): Field<Members<E>> {
    const members = v.strictObject(entries, ({ expected, path }) => {
        // Read by read-fields.ts, which knows all the keys that are there: valibot tells of the first alone.
        if (expected === "never") return Object.keys(entries).join(" ");
        return message(missing(entries[String(path?.[0].key)]));
    });
    const whole = v.pipe(
        mapOnly,
        members,
        v.metadata({ description }),
        rule(check),
        v.transform(withoutUndefined),
    );
    return v.optional(whole, {});
}

/** What is absent has no key either. */
export function withoutUndefined<T extends object>(map: T): T {
    return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as T;
}

function metadataOf(field: v.ObjectEntries[string]): { readonly description?: string } {
    return v.getMetadata(field);
}

function missing(field: v.ObjectEntries[string] | undefined): Fault {
    const { description: said = "" } = field ? metadataOf(field) : {};
    const [sentence = ""] = /^.*?(?=\.(?:\s|$)|$)/.exec(said) ?? [];
    const remedy = sentence && `Add it: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
    return { rule: "is required", remedy: remedy === "" ? undefined : remedy };
}

/**
 * A key that may be left out or empty, which mean the same: that there is no value.
 *
 * @param fallback - written for the key where it is left out. @default an empty text
 */
export function orAbsent<T extends string>(field: Field<T>, fallback = ""): OptionalField<Exclude<T, "">> {
    const absent = v.transform((value: T) => (value === "" ? undefined : value));
    return v.optional(v.pipe(field, absent), fallback) as unknown as OptionalField<Exclude<T, "">>;
}

/** Any map, passed on as it is. */
export const mapOnly = v.custom<Readonly<Record<string, unknown>>>(
    isRecord,
    message({ rule: "must be a map of keys and values" }),
);

/** A rule on a whole: asked once its parts are right, it may blame one of them. */
export function rule<T>(check: (value: T) => Fault | undefined): v.RawCheckAction<T> {
    return v.rawCheck<T>(({ dataset, addIssue }) => {
        if (!dataset.typed || dataset.issues) return;
        const fault = check(dataset.value);
        if (!fault) return;
        const { at = [] } = fault;
        let part: unknown = dataset.value;
        for (const key of at) part = isRecord(part) ? part[key] : undefined;
        addIssue({
            message: message(fault),
            input: isRecord(part) ? undefined : part,
            ...(at.length > 0 ? { path: pathOf(dataset.value, at) } : {}),
        });
    });
}

/** A fault as the one text a validator's issue has room for; {@link faultOfMessage} reads it. */
export function message({ rule, remedy }: Fault): string {
    return remedy === undefined ? rule : `${rule}\n${remedy}`;
}

/** Undoes {@link message}. */
export function faultOfMessage(text: string): Fault {
    const [rule = "", remedy] = text.split("\n");
    return { rule, remedy };
}

/** Where a part of a value stands, in the form of an issue's path. */
export function pathOf(
    input: unknown,
    keys: readonly (string | number)[],
): [v.UnknownPathItem, ...v.UnknownPathItem[]] {
    const items = keys.map((key): v.UnknownPathItem => ({
        type: "unknown",
        origin: "value",
        input,
        key,
        value: undefined,
    }));
    return items as [v.UnknownPathItem, ...v.UnknownPathItem[]];
}

/** What a field is made of. */
export interface FieldParts {
    readonly type: string;
    readonly wrapped?: FieldParts;
    readonly pipe?: readonly FieldParts[];
    readonly entries?: Readonly<Record<string, FieldParts>>;
}

/** Whether a key must be written: it has no default, nor have all of its members. */
export function isRequired(field: FieldParts | v.GenericSchema): boolean {
    const parts = field as FieldParts;
    if (parts.type !== "optional") return true;
    return Object.values(mapIn(parts)?.entries ?? {}).some(isRequired);
}

/** Whether a field is a map, with fixed keys or such as the user chooses. */
export function isMap(field: FieldParts | v.GenericSchema): boolean {
    const { type, wrapped, pipe = [] } = field as FieldParts;
    return (
        type === "strict_object" || type === "record" || [...(wrapped ? [wrapped] : []), ...pipe].some(isMap)
    );
}

/** The map with fixed keys that a field is; undefined for any other. */
export function mapIn(field: FieldParts | v.GenericSchema): FieldParts | undefined {
    const { wrapped, pipe = [], ...own } = field as FieldParts;
    if (wrapped) return mapIn(wrapped);
    return own.type === "strict_object" ? own : pipe.find(({ type }) => type === "strict_object");
}
