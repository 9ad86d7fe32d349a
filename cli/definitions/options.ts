import { HELD_SYSTEMS } from "../../lifecycle/holds/hold";
import type { UpgradeStrategy } from "../../lifecycle/settings/settings";
import type { OptionSpec } from "../command";

/** The option of every command about stacks. */
export const STACKS_OPTION = {
    value: "STACK",
    help: "Only this stack; may be repeated (default: every stack below stacks/)",
    multiple: true,
} as const satisfies OptionSpec;

/** The option of commands about one stack. */
export const STACK_OPTION = { value: "STACK", help: "The stack (needed)" } as const satisfies OptionSpec;

/** The option of commands that print a document for machines. */
export const JSON_OPTION = {
    help: "Print one JSON document on standard output",
} as const satisfies OptionSpec;

/** The option of commands whose answer depends on the day. */
export const AT_OPTION = {
    value: "DATE",
    help: "Decide as of this day: 2026-09-01 (default: today)",
} as const satisfies OptionSpec;

/** The option of commands that take what a forge says is held. */
export const HOLDS_OPTION = {
    value: "FILE",
    help: "More holds, in the form of stacks/holds.yaml: what windlass forge holds prints",
} as const satisfies OptionSpec;

/** Names of upgrade strategies. */
export const STRATEGY_CHOICES = ["in-place", "revisions"] as const satisfies readonly UpgradeStrategy[];

/** Options that `hold add` and `hold lift` share. */
export const HOLD_OPTIONS = {
    stack: { value: "STACK", help: "The stack, and the waves after it; * for every stack" },
    system: {
        value: "SYSTEM",
        help: "What is held",
        choices: HELD_SYSTEMS,
        default: "istio",
    },
    version: { value: "V", help: "The exact version (needed)" },
    reason: { value: "TEXT", help: "Why, in one line (needed)" },
    expires: { value: "DATE", help: "Last day it counts (default: it has no end)" },
} as const satisfies Readonly<Record<string, OptionSpec>>;
