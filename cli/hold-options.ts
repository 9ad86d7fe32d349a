import { WindlassError } from "../lifecycle/kit/errors";
import { EVERY_STACK, type HeldSystem } from "../lifecycle/holds/hold";
import { momentOf, parseVersion } from "../lifecycle/versions/request";
import type { Invocation } from "./command";
import type { holdAddCommand } from "./definitions/hold-add";
import { readOption } from "./option-value";
import { stackNames } from "./read-stacks";

/** What the shared options say. */
export interface HoldWords {
    /** Undefined where none was named. */
    readonly stack?: string;
    readonly system: HeldSystem;
    readonly version: string;
    readonly reason: string;
    readonly expires?: string;
}

/** @throws WindlassError naming the option that is wrong */
export function readHoldOptions(
    root: string,
    { stack, system, ...options }: Invocation<typeof holdAddCommand>["options"],
): HoldWords {
    if (stack !== undefined && stack !== EVERY_STACK) stackNames(root, [stack]);
    readOption("--expires", options.expires, momentOf);
    const version = needed("version", options.version, "Name an exact version: --version 1.31.1");
    const reason = needed("reason", options.reason, 'Say why: --reason "5xx in checkout"');
    return {
        stack,
        system,
        version: readOption("--version", version, (text) => parseVersion(text).version),
        reason,
        expires: options.expires,
    };
}

function needed(name: string, value: string | undefined, remedy: string): string {
    if (value !== undefined && value.trim() !== "") return value;
    throw new WindlassError({ key: `--${name}`, rule: `A ${name} is needed`, remedy });
}
