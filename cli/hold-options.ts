import { WindlassError } from "../lifecycle/kit/errors";
import { EVERY_STACK, HELD_SYSTEMS, type HeldSystem } from "../lifecycle/holds/hold";
import { momentOf, parseVersion } from "../lifecycle/versions/request";
import type { OptionSpec, OptionValues } from "./command";
import { stackNames } from "./read-stacks";

/** Options that `hold add` and `hold lift` share. */
export const HOLD_OPTIONS: Readonly<Record<string, OptionSpec>> = {
    stack: { type: "string", value: "STACK", help: "The stack, and the waves after it; * for every stack" },
    system: {
        type: "string",
        value: "SYSTEM",
        help: "istio, flux, flux-operator or flagger (default: istio)",
    },
    version: { type: "string", value: "V", help: "The exact version (needed)" },
    reason: { type: "string", value: "TEXT", help: "Why, in one line (needed)" },
    expires: { type: "string", value: "DATE", help: "Last day it counts (default: it has no end)" },
};

/** What the shared options say. */
export interface HoldWords {
    /** Undefined where none was named. */
    readonly stack: string | undefined;
    readonly system: HeldSystem;
    readonly version: string;
    readonly reason: string;
    readonly expires?: string;
}

/** @throws WindlassError naming the option that is wrong */
export function readHoldOptions(root: string, options: OptionValues): HoldWords {
    const stack = text(options, "stack");
    if (stack !== undefined && stack !== EVERY_STACK) stackNames(root, [stack]);
    const system = HELD_SYSTEMS.find((known) => known === (text(options, "system") ?? "istio"));
    if (!system) {
        const remedy = `Choose ${HELD_SYSTEMS.join(", ")}`;
        throw new WindlassError({
            key: "--system",
            value: options["system"],
            rule: "There is no such system",
            remedy,
        });
    }
    const expires = text(options, "expires");
    if (expires !== undefined) named("expires", () => momentOf(expires));
    const version = needed(options, "version", "Name an exact version: --version 1.31.1");
    const reason = needed(options, "reason", 'Say why: --reason "5xx in checkout"');
    return {
        stack,
        system,
        version: named("version", () => parseVersion(version).version),
        reason,
        ...(expires === undefined ? {} : { expires }),
    };
}

function needed(options: OptionValues, name: string, remedy: string): string {
    const value = text(options, name);
    if (value !== undefined && value.trim() !== "") return value;
    throw new WindlassError({ key: `--${name}`, rule: `A ${name} is needed`, remedy });
}

function text(options: OptionValues, name: string): string | undefined {
    return options[name] as string | undefined;
}

function named<T>(option: string, read: () => T): T {
    try {
        return read();
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: `--${option}` });
    }
}
