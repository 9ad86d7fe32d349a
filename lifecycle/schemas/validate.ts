import { closest } from "../kit/closest";
import { isRecord } from "../kit/json-path";
import { branchFault } from "./branches";
import { nameOf, typeFault } from "./plain-types";
import type { Schema, SchemaRules } from "./schema";

/** What a schema refuses of a value. */
export interface SchemaFault {
    /** Keys and positions that lead to it from the value that was looked at. */
    readonly path: readonly (string | number)[];
    readonly value?: unknown;
    /** The rule that is broken, as a sentence without its full stop. */
    readonly rule: string;
    readonly remedy?: string;
}

/** What {@link validate} works on. */
export interface ValidateArgs {
    readonly value: unknown;
    readonly schema: Schema;
    /** Finds what a schema's `#Name` stands for. */
    readonly definition: (name: string) => Schema | undefined;
    /** Whether a null counts as a field that is not there, as Go's decoder reads it. @default false: as a structural schema has it */
    readonly nulls?: boolean;
    /** Whether the value is merged over another, so that what is required may stand there. @default false */
    readonly partial?: boolean;
    /** How faults are said, where the reader knows other words. @default {@link WORDS} */
    readonly words?: FaultWords;
}

/** Rules as sentences without their full stop. */
export interface FaultWords {
    /** @param place Where it stands, as keys joined by dots. */
    unknownField(place: string): string;
    mismatch(pattern: string): string;
    notAmong(values: readonly string[]): string;
}

/** What is said of manifests. */
export const WORDS: FaultWords = {
    unknownField: (place) => `is no field of ${place}`,
    mismatch: (pattern) => `must match ${pattern}`,
    notAmong: (values) => `must be one of ${values.join(", ")}`,
};

/**
 * Holds a value against a schema as an API server does with strict validation: unknown fields are refused. Rules in CEL are not
 * evaluated.
 *
 * @returns every fault, in the order of the value.
 */
export function validate(args: ValidateArgs): readonly SchemaFault[] {
    const validator = new Validator(args);
    validator.check(args.value, args.schema, []);
    return validator.faults;
}

type Path = readonly (string | number)[];

class Validator {
    public readonly faults: SchemaFault[] = [];

    private readonly words: FaultWords;

    public constructor(private readonly args: Omit<ValidateArgs, "value" | "schema">) {
        this.words = args.words ?? WORDS;
    }

    public check(value: unknown, schema: Schema, path: Path): void {
        if (typeof schema === "object") return this.checkRules(value, schema, path);
        if (schema.startsWith("#")) {
            const found = this.args.definition(schema.slice(1));
            if (found !== undefined) this.check(value, found, path);
            return;
        }
        const fault = typeFault(schema as Exclude<typeof schema, `#${string}`>, value);
        if (fault) this.add(path, value, fault.rule, fault.remedy);
    }

    private checkRules(value: unknown, rules: SchemaRules, path: Path): void {
        const before = this.faults.length;
        if (rules.fields || rules.required || rules.embedded) this.checkObject(value, rules, path);
        else if (rules.values !== undefined) this.checkMap(value, rules.values, path);
        else if (rules.items !== undefined) this.checkList(value, rules, rules.items, path);
        else if (rules.type !== undefined) this.check(value, rules.type, path);
        // A value of another type breaks every other rule too.
        if (this.faults.length > before) return;
        this.checkText(value, rules, path);
        this.checkBounds(value, rules, path);
        this.checkBranches(value, rules, path);
    }

    private checkObject(value: unknown, rules: SchemaRules, path: Path): void {
        if (!isRecord(value)) {
            // Of a branch without a type only the rules count, and they are about objects.
            if (!rules.open) this.add(path, value, `must be a map, and is ${nameOf(value)}`);
            return;
        }
        const { fields = {}, required = [] } = rules;
        const open = rules.open === true || rules.type === "map" || rules.fields === undefined;
        for (const [key, member] of Object.entries(value)) {
            const schema = Object.hasOwn(fields, key) ? fields[key] : undefined;
            if (schema !== undefined) {
                this.checkMember(member, schema, [...path, key]);
            } else if (!open && !(rules.embedded && EMBEDDED.includes(key))) {
                this.unknownField([...path, key], member, Object.keys(fields));
            }
        }
        if (this.args.partial) return;
        for (const key of required) {
            if (this.args.nulls ? (value[key] ?? null) !== null : value[key] !== undefined) continue;
            this.add([...path, key], undefined, "is required", "Add it");
        }
    }

    private checkMember(value: unknown, schema: Schema, path: Path): void {
        if (value !== null) return this.check(value, schema, path);
        const free =
            schema === "any" || (typeof schema === "object" && (schema.nullable || schema.type === "any"));
        if (this.args.nulls || free) return;
        this.add(
            path,
            undefined,
            "must not be empty: nothing stands behind the colon",
            "Give it a value or remove the line",
        );
    }

    private unknownField(path: Path, value: unknown, known: readonly string[]): void {
        const key = String(path.at(-1));
        const suggestion = closest(key, known);
        const place = path.length > 1 ? path.slice(0, -1).join(".") : "the object";
        this.add(
            path,
            value,
            this.words.unknownField(place),
            suggestion === undefined ? "Remove it, or put it where it belongs" : `Did you mean ${suggestion}`,
        );
    }

    private checkMap(value: unknown, values: Schema, path: Path): void {
        if (!isRecord(value)) return this.add(path, value, `must be a map, and is ${nameOf(value)}`);
        for (const [key, member] of Object.entries(value)) {
            this.checkMember(member, values, [...path, key]);
        }
    }

    private checkList(value: unknown, { keys }: SchemaRules, items: Schema, path: Path): void {
        if (!Array.isArray(value)) {
            const remedy = isRecord(value) ? "Begin its items with a dash" : undefined;
            return this.add(path, value, `must be a list, and is ${nameOf(value)}`, remedy);
        }
        const seen = new Map<string, number>();
        for (const [index, item] of (value as readonly unknown[]).entries()) {
            this.checkMember(item, items, [...path, index]);
            if (keys === undefined) continue;
            const identity = identityOf(item, keys);
            const twin = seen.get(identity);
            if (twin !== undefined) {
                const what = keys.length === 0 ? "the same item" : `the same ${keys.join(" and ")}`;
                this.add(
                    [...path, index],
                    item,
                    `has ${what} as item ${twin} of the list`,
                    "Keep one of the two",
                );
            } else seen.set(identity, index);
        }
    }

    private checkText(value: unknown, rules: SchemaRules, path: Path): void {
        // Go reads an empty text as one that is not there.
        const absent = this.args.nulls === true && value === "";
        if (rules.enum && !rules.enum.includes(value) && !absent) {
            const known = rules.enum.filter((one) => one !== "").map(String);
            const suggestion = typeof value === "string" ? closest(value, known) : undefined;
            const remedy = suggestion === undefined ? undefined : `Did you mean ${suggestion}`;
            this.add(path, value, this.words.notAmong(known), remedy);
        }
        if (rules.pattern === undefined || typeof value !== "string") return;
        const pattern = expressionOf(rules.pattern);
        if (pattern && !pattern.test(value)) this.add(path, value, this.words.mismatch(rules.pattern));
    }

    private checkBounds(value: unknown, rules: SchemaRules, path: Path): void {
        const { min, max, above, below } = rules;
        if (min === undefined && max === undefined && above === undefined && below === undefined) return;
        const [size, unit] = sizeOf(value);
        if (size === undefined) return;
        const has = unit === "" ? "must be" : "must have";
        if (min !== undefined && size < min) this.add(path, value, `${has} at least ${min}${unit}`);
        if (max !== undefined && size > max) this.add(path, value, `${has} at most ${max}${unit}`);
        if (above !== undefined && size <= above) this.add(path, value, `must be above ${above}`);
        if (below !== undefined && size >= below) this.add(path, value, `must be below ${below}`);
    }

    private checkBranches(value: unknown, rules: SchemaRules, path: Path): void {
        const { oneOf, anyOf, allOf, not } = rules;
        for (const branch of allOf ?? []) this.check(value, branch, path);
        if (not !== undefined && this.accepts(value, not)) this.add(path, value, "must not be as it is");
        if (this.args.partial) return;
        if (anyOf && !anyOf.some((branch) => this.accepts(value, branch)))
            this.add(path, undefined, branchFault(value, anyOf, "any"));
        if (oneOf && oneOf.filter((branch) => this.accepts(value, branch)).length !== 1)
            this.add(path, undefined, branchFault(value, oneOf, "one"));
    }

    private accepts(value: unknown, schema: Schema): boolean {
        return validate({ ...this.args, value, schema }).length === 0;
    }

    private add(path: Path, value: unknown, rule: string, remedy?: string): void {
        this.faults.push({ path, value, rule, remedy });
    }
}

/** What every whole object has (`x-kubernetes-embedded-resource`). */
const EMBEDDED = ["apiVersion", "kind", "metadata"];

/** Defaults of fields that tell items apart, where the API fills them in first. */
const DEFAULTS: Readonly<Record<string, string>> = { protocol: "TCP" };

function identityOf(item: unknown, keys: readonly string[]): string {
    if (keys.length === 0 || !isRecord(item)) return JSON.stringify(item);
    return JSON.stringify(keys.map((key) => item[key] ?? DEFAULTS[key] ?? null));
}

/** What bounds count of a value. */
function sizeOf(value: unknown): readonly [size: number | undefined, unit: string] {
    if (typeof value === "number") return [value, ""];
    if (typeof value === "string") return [[...value].length, " characters"];
    if (Array.isArray(value)) return [value.length, " items"];
    return isRecord(value) ? [Object.keys(value).length, " members"] : [undefined, ""];
}

const EXPRESSIONS = new Map<string, RegExp | undefined>();

/** A regular expression of RE2; undefined for what JavaScript has no words for. */
function expressionOf(pattern: string): RegExp | undefined {
    if (!EXPRESSIONS.has(pattern)) EXPRESSIONS.set(pattern, compiled(pattern));
    return EXPRESSIONS.get(pattern);
}

function compiled(pattern: string): RegExp | undefined {
    try {
        return new RegExp(pattern);
    } catch {
        return undefined;
    }
}
