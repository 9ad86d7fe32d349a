import { isRecord } from "../../lifecycle/kit/json-path";
import type { Level } from "../finding";
import { type Phrase, plain } from "../phrase";

/** Something an object may do that others need not be able to do. New ones are what a reviewer must see. */
export interface Privilege {
    /** `privilege/capability` */
    readonly rule: string;
    /** `caution` for what is only a restriction that was not asked for. */
    readonly level: Exclude<Level, "info">;
    readonly words: Phrase;
}

type Fields = Readonly<Record<string, unknown>>;

/** Tells privileges apart. */
export function privilegeKey({ rule, words }: Privilege): string {
    return `${rule} ${plain(words)}`;
}

/** A privilege nobody should miss. */
export function strong(rule: string, words: Phrase): Privilege {
    return { rule: `privilege/${rule}`, level: "alarm", words };
}

/** A restriction that is not there, or a reach that is often wanted. */
export function weak(rule: string, words: Phrase): Privilege {
    return { rule: `privilege/${rule}`, level: "caution", words };
}

/** The map a value is; empty for everything else. */
export function fields(value: unknown): Fields {
    return isRecord(value) ? value : {};
}

/** The maps in a list; empty for everything else. */
export function records(value: unknown): readonly Fields[] {
    return Array.isArray(value) ? value.filter((item) => isRecord(item)) : [];
}

/** The texts in a list; empty for everything else. */
export function texts(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A value as a text; empty for maps, lists and what is missing. */
export function text(value: unknown): string {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : "";
}
