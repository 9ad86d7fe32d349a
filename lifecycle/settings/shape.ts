import type { JsonValue } from "../kit/json";

/** What is wrong with a value, as sentences without their full stop. */
export interface Fault {
    readonly rule: string;
    readonly remedy?: string;
    /** Key below the checked value the fault is about. @default the value itself */
    readonly at?: readonly string[];
}

/** What every kind of value says about itself. */
interface Described<T> {
    /** One sentence or two for a person; ends up in the JSON Schema and in Pulumi.yaml. */
    readonly description: string;
    /** Value of a key that is left out. Without one the key is required. */
    readonly default?: T;
    /** A rule no schema can state. */
    check?(value: T): Fault | undefined;
}

/** A text. */
export interface StringShape<T> extends Described<T> {
    readonly kind: "string";
    /** Whether it may be empty. @default whether `default` is */
    readonly maybeEmpty?: boolean;
    /** Regular expression the JSON Schema repeats. */
    readonly pattern?: string;
    /** Said when the pattern does not match. */
    readonly fault?: Fault;
    readonly maxLength?: number;
}

export interface EnumShape<T> extends Described<T> {
    readonly kind: "enum";
    readonly values: readonly T[];
}

export interface IntegerShape<T> extends Described<T> {
    readonly kind: "integer";
    readonly min: number;
    readonly max: number;
}

export interface BooleanShape<T> extends Described<T> {
    readonly kind: "boolean";
}

export interface ListShape<T> extends Described<T> {
    readonly kind: "list";
    readonly items: Shape<unknown>;
    /** What makes two items the same. @default the item itself */
    identity?(item: unknown): string;
}

/** A map with keys the user chooses. */
export interface RecordShape<T> extends Described<T> {
    readonly kind: "record";
    readonly keys: StringShape<string>;
    readonly values: Shape<unknown>;
}

/** A map with fixed keys. Left out, it is as if it were empty: its members' defaults, or their errors, count. */
export interface ObjectShape<T> extends Described<T> {
    readonly kind: "object";
    readonly members: Readonly<Record<string, Shape<unknown>>>;
}

/** Any JSON map, passed on as it is. */
export interface FreeShape<T> extends Described<T> {
    readonly kind: "free";
}

/**
 * Describes the values of one type: how to check them, and what to say about them. Plain data; see shape-reader.ts
 * and shape-schema.ts for what is made of it.
 */
export type Shape<T> =
    | StringShape<T>
    | EnumShape<T>
    | IntegerShape<T>
    | BooleanShape<T>
    | ListShape<T>
    | RecordShape<T>
    | ObjectShape<T>
    | FreeShape<T>;

/** Whether a text may be empty: then it says something of its own, which the description tells. */
export function mayBeEmpty({ maybeEmpty, default: fallback }: StringShape<unknown>): boolean {
    return maybeEmpty ?? fallback === "";
}

type Options<S> = Omit<S, "kind">;

export function string(options: Options<StringShape<string>>): StringShape<string> {
    return { kind: "string", ...options };
}

export function enumeration<T extends string>(options: Options<EnumShape<T>>): Shape<T> {
    return { kind: "enum", ...options };
}

export function integer(options: Options<IntegerShape<number>>): Shape<number> {
    return { kind: "integer", ...options };
}

export function boolean(options: Options<BooleanShape<boolean>>): Shape<boolean> {
    return { kind: "boolean", ...options };
}

export function list<T>(
    options: Options<Omit<ListShape<readonly T[]>, "items" | "identity">> & {
        readonly items: Shape<T>;
        readonly identity?: (item: T) => string;
    },
): Shape<readonly T[]> {
    return { kind: "list", ...options } as unknown as Shape<readonly T[]>;
}

export function record<T>(
    options: Options<Omit<RecordShape<Readonly<Record<string, T>>>, "keys" | "values">> & {
        readonly keys: StringShape<string>;
        readonly values: Shape<T>;
    },
): Shape<Readonly<Record<string, T>>> {
    return { kind: "record", ...options } as unknown as Shape<Readonly<Record<string, T>>>;
}

/** The compiler holds the members against `T`: none missing, none too many, none of another type. */
export function object<T extends object>(
    description: string,
    members: { readonly [K in keyof Required<T>]: Shape<T[K]> },
    check?: (value: T) => Fault | undefined,
): Shape<T> {
    return { kind: "object", description, members, ...(check ? { check } : {}) };
}

export function free<T extends JsonValue>(options: Options<FreeShape<T>>): Shape<T> {
    return { kind: "free", ...options };
}
