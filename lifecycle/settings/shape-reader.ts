import { closest } from "../kit/closest";
import { type Fault, type Shape, mayBeEmpty } from "./shape";

/** One broken rule and where. */
export interface Problem extends Fault {
    /** Keys and list positions from the root. */
    readonly path: readonly (string | number)[];
    /** The value as it was read. Absent where a key is missing. */
    readonly value?: unknown;
}

type Path = readonly (string | number)[];

/** What a shape made of a value. `value` may only be used where there are no problems. */
export interface Reading<T> {
    readonly value: T;
    readonly problems: readonly Problem[];
}

/** Checks a value against its shape, fills in every default and reports every problem at once. */
export function readShape<T>(shape: Shape<T>, value: unknown, path: Path = []): Reading<T> {
    const problems: Problem[] = [];
    const read = readValue(shape, value, path, problems);
    return { value: read as T, problems };
}

function readValue(shape: Shape<unknown>, value: unknown, path: Path, problems: Problem[]): unknown {
    if (value === undefined) {
        if (shape.default !== undefined) return shape.default;
        if (shape.kind === "object") return readValue(shape, {}, path, problems);
        problems.push({ path, rule: "is required", remedy: `Add it: ${firstSentence(shape.description)}` });
        return undefined;
    }
    const before = problems.length;
    const fault = typeFault(shape, value);
    if (fault) {
        problems.push({ path, value, ...fault });
        return value;
    }
    const read = readMembers(shape, value, path, problems);
    // A rule on the whole is only asked once its parts are right.
    const broken = problems.length === before ? checkFault(shape, read) : undefined;
    if (broken) problems.push(located(broken, path, read));
    return read;
}

/** A rule on a whole may blame one of its parts. */
function located({ at = [], rule, remedy }: Fault, path: Path, value: unknown): Problem {
    let part = value;
    for (const key of at) part = isMap(part) ? part[key] : undefined;
    return { path: [...path, ...at], value: isMap(part) ? undefined : part, rule, remedy };
}

function readMembers(shape: Shape<unknown>, value: unknown, path: Path, problems: Problem[]): unknown {
    switch (shape.kind) {
        case "list":
            return readList(shape, value as readonly unknown[], path, problems);
        case "record":
            return readRecord(shape, value as Record<string, unknown>, path, problems);
        case "object":
            return readObject(shape, value as Record<string, unknown>, path, problems);
        case "free":
            refuseSecrets(value, path, problems);
            return value;
        case "string":
        case "enum":
        case "integer":
        case "boolean":
            return value;
    }
}

function readList(
    shape: Extract<Shape<unknown>, { kind: "list" }>,
    items: readonly unknown[],
    path: Path,
    problems: Problem[],
): unknown {
    const seen = new Set<string>();
    return items.map((item, index) => {
        const at = [...path, index];
        const before = problems.length;
        const read = readValue(shape.items, item ?? null, at, problems);
        if (problems.length > before) return read;
        const identity = shape.identity ? shape.identity(read) : String(read);
        if (seen.has(identity)) {
            problems.push({
                path: at,
                value: identity,
                rule: "must not appear twice in the list",
                remedy: "Delete one",
            });
        }
        seen.add(identity);
        return read;
    });
}

function readRecord(
    shape: Extract<Shape<unknown>, { kind: "record" }>,
    value: Record<string, unknown>,
    path: Path,
    problems: Problem[],
): unknown {
    if (isSecret(value)) problems.push({ path, ...secretFault });
    const entries = Object.entries(value).map(([key, member]) => {
        const fault = typeFault(shape.keys, key) ?? checkFault(shape.keys, key);
        if (fault) problems.push({ path: [...path, key], value: key, ...fault });
        return [key, readValue(shape.values, member ?? null, [...path, key], problems)];
    });
    return Object.fromEntries(entries);
}

function readObject(
    { members }: Extract<Shape<unknown>, { kind: "object" }>,
    value: Record<string, unknown>,
    path: Path,
    problems: Problem[],
): unknown {
    const known = Object.keys(members);
    for (const key of Object.keys(value)) {
        if (!Object.hasOwn(members, key)) problems.push({ path: [...path, key], ...unknownKey(key, known) });
    }
    const read: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(members)) {
        read[key] = readValue(
            member,
            Object.hasOwn(value, key) ? (value[key] ?? null) : undefined,
            [...path, key],
            problems,
        );
    }
    return read;
}

/** What to say about a key that is not among those known. */
export function unknownKey(key: string, known: readonly string[]): Fault {
    const suggestion = closest(key, known);
    return {
        rule: "is not a known key",
        remedy:
            suggestion === undefined ? `Known keys are ${known.join(", ")}` : `Did you mean ${suggestion}`,
    };
}

const secretFault: Fault = {
    rule: "must not be encrypted, as it decides what is rendered",
    remedy: "Write it in plain text; keep credentials in a Kubernetes Secret and give its name",
};

/** Pulumi writes an encrypted value as a map with the one key `secure`. */
function isSecret(value: unknown): boolean {
    return isMap(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function refuseSecrets(value: unknown, path: Path, problems: Problem[]): void {
    if (isSecret(value)) {
        problems.push({ path, ...secretFault });
    } else if (value !== null && typeof value === "object") {
        const steps = Array.isArray(value) ? value.entries() : Object.entries(value);
        for (const [step, member] of steps) refuseSecrets(member, [...path, step], problems);
    }
}

function checkFault(shape: Shape<unknown>, value: unknown): Fault | undefined {
    return shape.check?.(value);
}

function typeFault(shape: Shape<unknown>, value: unknown): Fault | undefined {
    if (shape.kind !== "record" && shape.kind !== "free" && isSecret(value)) return secretFault;
    switch (shape.kind) {
        case "string":
            return stringFault(shape, value);
        case "enum":
            if (typeof value === "string" && shape.values.includes(value)) return undefined;
            return enumFault(shape.values as readonly string[], value);
        case "integer":
            if (Number.isInteger(value) && Number(value) >= shape.min && Number(value) <= shape.max)
                return undefined;
            return { rule: `must be a whole number from ${shape.min} to ${shape.max}` };
        case "boolean":
            return typeof value === "boolean"
                ? undefined
                : { rule: "must be true or false", remedy: "Write it without quotes" };
        case "list":
            return Array.isArray(value)
                ? undefined
                : { rule: "must be a list", remedy: "Start each item with a dash" };
        case "record":
        case "object":
        case "free":
            return isMap(value) ? undefined : { rule: "must be a map of keys and values" };
    }
}

function enumFault(values: readonly string[], value: unknown): Fault {
    const suggestion = typeof value === "string" ? closest(value, values) : undefined;
    const shown = values.map((each) => (each === "" ? '""' : each)).join(", ");
    return { rule: `must be one of ${shown}`, remedy: suggestion ? `Did you mean ${suggestion}` : undefined };
}

function stringFault(shape: Extract<Shape<unknown>, { kind: "string" }>, value: unknown): Fault | undefined {
    // Unquoted, 1.30 is the number 1.3.
    if (typeof value !== "string") return { rule: "must be a string", remedy: "Put it in quotes" };
    const { maxLength = 253 } = shape;
    if (value.length > maxLength) return { rule: `must not be longer than ${maxLength} characters` };
    if (value === "" && mayBeEmpty(shape)) return undefined;
    if (value === "") return { rule: "must not be empty" };
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value))
        return { rule: "must not contain control characters" };
    if (shape.pattern === undefined || new RegExp(shape.pattern).test(value)) return undefined;
    return shape.fault ?? { rule: `must match ${shape.pattern}` };
}

function isMap(value: unknown): value is Record<string, unknown> {
    return value !== null && typeof value === "object" && !Array.isArray(value);
}

function firstSentence(text: string): string {
    const sentence = /^.*?(?=\.(?:\s|$)|$)/.exec(text)?.[0] ?? text;
    return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
