/** Exit statuses every command keeps to. `1` is left for bugs: an error that is not a {@link WindlassError}. */
export const ExitStatus = {
    ok: 0,
    bug: 1,
    /** The user's input, configuration or files are wrong. */
    badInput: 2,
    /** Nothing may be picked: no candidate passes, or the change is held. */
    noCandidate: 3,
    /** Generated files lag behind their sources. */
    stale: 4,
    /** A gate or a policy refuses what is committed. */
    refused: 5,
    /** A cluster is not as Git has it, and mends itself if nothing else happens. */
    behind: 6,
    /** A cluster is not as Git has it, and somebody has to mend it. */
    failing: 7,
    /** A cluster cannot be looked at. */
    unreachable: 8,
    /** Stopped by SIGINT or SIGTERM, as shells count it. */
    interrupted: 130,
} as const;

/** One of {@link ExitStatus}. */
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** Where a complaint points, what is wrong there and what mends it. */
export interface ErrorDetails {
    /** File the value stands in, relative to the project's root. */
    readonly file?: string;
    /** Line in {@link file}, counted from 1. */
    readonly line?: number;
    /** Path of the key, joined by dots: `istio.range`. */
    readonly key?: string;
    /** The offending value as it was read. Shown as JSON and shortened. */
    readonly value?: unknown;
    /** The rule that is broken, as a sentence without its full stop. */
    readonly rule: string;
    /** What the reader can do, as a sentence without its full stop. */
    readonly remedy?: string;
    /** @default ExitStatus.badInput */
    readonly exitStatus?: ExitStatus;
}

/** An error the user can mend. Printed as its message alone, never with a stack trace. */
export class WindlassError extends Error {
    public override readonly name = "WindlassError";
    public readonly exitStatus: ExitStatus;

    public constructor(public readonly details: ErrorDetails) {
        super(formatError(details));
        this.exitStatus = details.exitStatus ?? ExitStatus.badInput;
    }

    /** The message without its full stop: a sentence among others. */
    public get sentence(): string {
        return this.message.slice(0, -1);
    }
}

/** Several complaints at once, so that a file is mended in one go and not one error a run. */
export class WindlassErrors extends WindlassError {
    public constructor(public readonly errors: readonly WindlassError[]) {
        const first = errors[0];
        if (!first) throw new Error("WindlassErrors needs at least one error");
        super(first.details);
        // Many stacks have an application, and what is wrong with it is wrong once.
        this.message = [...new Set(errors.map((error) => error.message))].join("\n");
    }
}

/** Throws what was collected: nothing, the one error, or all of them together. */
export function throwCollected(errors: readonly WindlassError[]): void {
    const first = errors[0];
    if (!first) return;
    throw errors.length === 1 ? first : new WindlassErrors(errors);
}

/** Where an error was raised, or what it was made from was, for `--trace`. */
export function tracesOf(error: unknown): readonly string[] {
    if (error instanceof WindlassErrors) return [...new Set(error.errors.flatMap(tracesOf))];
    if (error instanceof WindlassError && error.cause !== undefined) return tracesOf(error.cause);
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

/** `file:line: key: value: rule. Remedy.` — the parts that are known, in this order. */
export function formatError(details: ErrorDetails): string {
    const place = [
        details.file && (details.line ? `${details.file}:${details.line}` : details.file),
        details.key,
        "value" in details && details.value !== undefined ? quoteValue(details.value) : undefined,
    ].filter((part) => part !== undefined && part !== "");
    const sentence = `${details.rule}.${details.remedy ? ` ${details.remedy}.` : ""}`;
    return [...place, sentence].join(": ");
}

/**
 * A value as it may be shown in a message: JSON, on one line, at most 80 characters, no control characters. An address is
 * not cut, for who reads of one wants to try it.
 */
export function quoteValue(value: unknown): string {
    const text = JSON.stringify(value) ?? String(value);
    // JSON leaves U+2028, bidi controls and DEL as they are; a terminal or a log viewer may obey them.
    const plain = text.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
    const longest = /^"[a-z]+:\/\/[^\s"]+"$/.test(plain) ? 500 : 80;
    return plain.length <= longest ? plain : `${plain.slice(0, longest - 1)}…`;
}
