import * as v from "valibot";

import { list, map, oneOf, orAbsent, text } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { day, exactVersion } from "../settings/formats";
import { EVERY_STACK, HELD_SYSTEMS } from "./hold";

/** The format of a holds file, which its key `schema` names. */
export const HOLDS_FORMAT: FileFormat = { kind: "holds", version: 1 };

const stack = v.optional(
    text({
        description: 'Name of a stack; "*" for every stack. The waves after it are meant too.',
        maxLength: 63,
        pattern: "^(?:\\*|[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)$",
        fault: { rule: "must be the name of a stack, or *" },
    }),
    EVERY_STACK,
);
const system = v.optional(oneOf("What has the version.", HELD_SYSTEMS), "istio");
const version = exactVersion({ description: "Exact version." });
const reason = text({
    description: "Why, in a few words.",
    maxLength: 300,
    pattern: "\\S",
    fault: { rule: "must say why", remedy: "Write a reason" },
});
const since = day({ description: "Day it was written." });
const expires = orAbsent(
    day({ description: "Last day it holds. Left out, it has no end.", maybeEmpty: true }),
);
const origin = (description: string, maybeEmpty = false) =>
    text({
        description,
        maybeEmpty,
        maxLength: 64,
        pattern: "^(?:[0-9a-f]{7,64}|#[1-9][0-9]{0,9}|sha256:[0-9a-f]{32})$",
        fault: {
            rule: "must be the id of a commit, or the number of a pull request, or the digest of pins",
            remedy: "Write it as 3f2a1b9c0d1e or #17, in quotes",
        },
    });

/** The definition of `stacks/holds.yaml`: the types of what stands in it, its reader and its JSON Schema come from it. */
export const holdsFields = map("Releases that are not to be proposed.", {
    schema: oneOf("Schema of the file.", [schemaOf(HOLDS_FORMAT)]),
    holds: v.optional(
        list(
            "Releases that are not to be proposed.",
            map("A release that is held.", {
                stack,
                system,
                version,
                reason,
                since,
                expires,
                of: orAbsent(origin("What it was found in, where a tool wrote it.", true)),
            }),
            (hold) => [hold.stack, hold.system, hold.version, hold.of].join(" "),
        ),
        [],
    ),
    lifts: v.optional(
        list(
            "Holds found in Git's history, in closed pull requests or in a cluster, that hold nothing any more.",
            map("A hold that is lifted.", {
                stack,
                system,
                version,
                of: origin(
                    "The commit that took the version back, the pull request, or the pins that were seen to fail.",
                ),
                reason,
                since,
                expires,
            }),
            (lift) => [lift.stack, lift.system, lift.version, lift.of].join(" "),
        ),
        [],
    ),
});
