import { WindlassError } from "../kit/errors";

/** Fields of a manifest, before anything is known about them. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where an object was read from. */
export interface ComplaintPlace {
    /** File, relative to the project's root. */
    readonly file: string;
    /** Line of a field, or of what is there of its path. */
    readonly lineOf?: ((path: readonly string[]) => number) | undefined;
}

/** What Windlass refuses although Flagger takes it is called so. */
const OWN_RULE = "a rule of Windlass's own; Flagger takes it";

/** Gathers what is wrong with one object, so that it is mended in one go. */
export class Complaints {
    public readonly errors: WindlassError[] = [];

    /** @param place Where the object was read from; none for typed arguments. */
    public constructor(
        private readonly subject: string,
        private readonly place?: ComplaintPlace,
    ) {}

    /**
     * Complains of what the API server, Flagger or Istio refuses, or cannot do.
     *
     * @param key Path of the field, joined by dots.
     */
    public add(key: string, value: unknown, rule: string, remedy?: string): void {
        const { file, lineOf } = this.place ?? {};
        const place = file
            ? { file, line: lineOf?.(key.split(".")), key }
            : { key: `${this.subject}: ${key}` };
        this.errors.push(new WindlassError({ ...place, value, rule, remedy }));
    }

    /** Complains of what Flagger would take, and Windlass does not: a rule of the house, and called so. */
    public addOwn(key: string, value: unknown, rule: string, remedy?: string): void {
        this.add(key, value, `${rule} (${OWN_RULE})`, remedy);
    }

    /** Complains unless `value` is absent or a whole number between the ends, both included. The ends are the house's. */
    public wholeNumber(key: string, value: unknown, least: number, most: number): void {
        if (value === undefined || isWholeNumber(value, least, most)) return;
        if (!Number.isInteger(value)) return this.add(key, value, "must be a whole number");
        const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
        this.addOwn(key, value, `is asked to be a whole number ${range}`);
    }
}

export function isWholeNumber(value: unknown, least: number, most: number): value is number {
    return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

/** The value as fields; no fields when it is anything but a mapping. */
export function fieldsOf(value: unknown): Fields {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The value as a list; empty when it is anything but a list. */
export function listOf(value: unknown): readonly unknown[] {
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Seconds of a Go duration in hours, minutes and seconds, `1m30s`; undefined for anything else. */
export function secondsOf(value: unknown): number | undefined {
    const match = typeof value === "string" ? /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value) : null;
    if (!match?.[0]) return undefined;
    const [, hours = "0", minutes = "0", seconds = "0"] = match;
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
