import { enumeration, list, object, string, type Shape } from "../settings/shape";
import { day, exactVersion } from "../settings/shapes";
import { EVERY_STACK, HELD_SYSTEMS, type HeldSystem, type Hold, type Lift } from "./hold";

/** Schema a holds file names. A later one is refused, never guessed at. */
export const HOLDS_SCHEMA = "windlass/holds/v1";

/** What a holds file holds. */
export interface HoldsFile {
    readonly schema: string;
    readonly holds: readonly WrittenHold[];
    readonly lifts: readonly WrittenLift[];
}

type WrittenHold = Required<Omit<Hold, "part">>;
type WrittenLift = Required<Lift>;

const stack = string({
    description: 'Name of a stack; "*" for every stack. The waves after it are meant too.',
    maxLength: 63,
    pattern: "^(?:\\*|[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)$",
    fault: { rule: "must be the name of a stack, or *" },
    default: EVERY_STACK,
});
const system = enumeration<HeldSystem>({
    description: "What has the version.",
    values: [...HELD_SYSTEMS],
    default: "istio",
});
const version = exactVersion({ description: "Exact version." });
const reason = string({
    description: "Why, in a few words.",
    maxLength: 300,
    pattern: "\\S",
    fault: { rule: "must say why", remedy: "Write a reason" },
});
const since = day({ description: "Day it was written." });
const expires = day({ description: "Last day it holds. Left out, it has no end.", default: "" });

function origin(text: { readonly description: string; readonly default?: string }): Shape<string> {
    return string({
        ...text,
        maxLength: 64,
        pattern: "^(?:[0-9a-f]{7,64}|#[1-9][0-9]{0,9})$",
        fault: {
            rule: "must be the id of a commit, or the number of a pull request",
            remedy: "Write it as 3f2a1b9c0d1e or #17, in quotes",
        },
    });
}

/** The definition of `stacks/holds.yaml`; its JSON Schema comes from it. */
export const holdsShape = object<HoldsFile>("Releases that are not to be proposed.", {
    schema: enumeration<string>({ description: "Schema of the file.", values: [HOLDS_SCHEMA] }),
    holds: list<WrittenHold>({
        description: "Releases that are not to be proposed.",
        items: object<WrittenHold>("A release that is held.", {
            stack,
            system,
            version,
            reason,
            since,
            expires,
            of: origin({ description: "What it was found in, where a tool wrote it.", default: "" }),
        }),
        identity: (hold) => [hold.stack, hold.system, hold.version, hold.of].join(" "),
        default: [],
    }),
    lifts: list<WrittenLift>({
        description: "Holds found in Git's history, or in closed pull requests, that hold nothing any more.",
        items: object<WrittenLift>("A hold that is lifted.", {
            stack,
            system,
            version,
            of: origin({ description: "The commit that took the version back, or the pull request." }),
            reason,
            since,
            expires,
        }),
        identity: (lift) => [lift.stack, lift.system, lift.version, lift.of].join(" "),
        default: [],
    }),
});
