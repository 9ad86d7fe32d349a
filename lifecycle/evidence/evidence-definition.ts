import semver from "semver";
import * as v from "valibot";

import { flag, integer, list, map, oneOf, record, text } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { THROUGH, label, moment } from "../settings/formats";
import { INTERVENTIONS } from "../observed/rollout-state";
import { PARTS } from "../settings/pinned-parts";

/** The format of a stack's evidence, which its key `schema` names. */
export const EVIDENCE_FORMAT: FileFormat = { kind: "evidence", version: 1 };

/** Longest sentence that is kept, in characters. */
export const LONGEST_SENTENCE = 500;
/** Longest name of a person, and longest reason, in characters. */
export const LONGEST_NAME = 100;
export const LONGEST_REASON = 300;
/** Phase of a canary: Flagger's, or `New`. */
export const PHASE = /^[A-Za-z]{1,63}$/;
/** More pods than any cluster has. */
const MOST_PODS = 10_000_000;

/** A version as the tag of an image says it, which anybody may have built. */
const version = text({
    description: "Exact version.",
    maxLength: 128,
    check: (value) => (semver.valid(value) === value ? undefined : { rule: "must be an exact version" }),
});
function versionOrUnknown(value: string): { readonly rule: string } | undefined {
    return value === "?" || semver.valid(value) === value
        ? undefined
        : { rule: "must be an exact version, or ? for an unknown one" };
}

const revision = text({ description: "Revision of the control plane that is asked.", maxLength: 63 });
const object = text({
    description: "namespace/Kind/name.",
    maxLength: 400,
    pattern: "^[^/\\s]+/[A-Za-z]+/[^/\\s]+$",
    fault: { rule: "must be a namespace, a kind and a name with slashes between them" },
});

const digest = (description: string) =>
    text({
        description,
        pattern: "^sha256:[0-9a-f]{32}$",
        fault: { rule: "must be sha256: and 32 hexadecimal digits" },
    });

const intervention = map("What a person did.", {
    action: oneOf("What it was.", INTERVENTIONS),
    at: moment({ description: "When." }),
    by: text({ description: "Who.", maxLength: LONGEST_NAME, pattern: "\\S" }),
    reason: text({ description: "Why.", maxLength: LONGEST_REASON, pattern: "\\S" }),
    version: v.optional(version),
    lock: digest("Digest of the versions of the lock of that moment."),
    canaries: list("The first canaries of it; of a restart, workloads.", object),
    count: integer("How many there were.", 1, MOST_PODS),
});

const phase = text({ description: "Phase.", pattern: PHASE.source });

const cohort = map("Pods of workloads that move together.", {
    through: text({ description: "As the lock writes it.", maxLength: 24, pattern: THROUGH }),
    workloads: integer("How many there are.", 1, MOST_PODS),
    hasMoved: flag("Whether Git has the next proxy for them."),
    pods: v.optional(
        record(
            "Pods by version of their proxy.",
            text({ description: "Exact version, or ?.", maxLength: 128, check: versionOrUnknown }),
            integer("How many there are.", 1, MOST_PODS),
        ),
        {},
    ),
});

const run = map(
    "What a part was seen to run without a gap.",
    {
        part: oneOf("What it is.", PARTS),
        version,
        from: moment({ description: "First look that saw it." }),
        to: moment({ description: "Last look that saw it." }),
    },
    ({ from, to }) => (from <= to ? undefined : { at: ["to"], rule: "must not be before from" }),
);

/** The definition of what was seen of a stack: a reader trusts nobody who can write it to have kept to it. */
export const evidenceFields = map(
    "What was seen of a stack's cluster.",
    {
        schema: oneOf("Schema of the file.", [schemaOf(EVIDENCE_FORMAT)]),
        stack: label({ description: "Name of the stack." }),
        seen: moment({ description: "Moment of the last look." }),
        way: oneOf("How it was seen.", ["cluster", "forge"]),
        lock: digest("Digest of the versions of the lock that was looked for."),
        commit: v.optional(
            text({
                description: "Commit the lock was read from.",
                pattern: "^(?:[0-9a-f]{40}|[0-9a-f]{64})$",
                fault: { rule: "must be the whole id of a commit" },
            }),
        ),
        health: oneOf("The worst of what was found.", ["healthy", "behind", "failing"]),
        findings: v.optional(
            list(
                "What is not as Git has it.",
                text({ description: "A sentence.", maxLength: LONGEST_SENTENCE }),
            ),
            [],
        ),
        failed: v.optional(
            list(
                "Rollouts that Flagger took back.",
                map("A rollout.", { canary: object, version }),
                ({ canary, version: failed }) => `${canary} ${failed}`,
            ),
            [],
        ),
        proxies: v.optional(
            list(
                "Pods by proxy.",
                map("Pods that have one proxy.", {
                    version: v.optional(version),
                    revision,
                    pods: integer("How many there are.", 1, MOST_PODS),
                }),
                (count) => `${count.version} ${count.revision}`,
            ),
            [],
        ),
        canaries: v.optional(
            v.nonOptional(record("Canaries by phase.", phase, integer("How many there are.", 1, MOST_PODS))),
        ),
        cohorts: v.optional(v.nonOptional(list("Pods by cohort.", cohort, ({ through }) => through))),
        verified: v.optional(
            list("What each part has been seen to run.", run, (each) => Object.values(each).join(" ")),
            [],
        ),
        interventions: v.optional(
            list("What a person did to rollouts.", intervention, (each) => JSON.stringify(each)),
        ),
    },
    ({ verified, seen }) => {
        const late = verified.findIndex(({ to }) => to > seen);
        if (late >= 0)
            return { at: ["verified", String(late), "to"], rule: "must not be after the last look" };
        const before = new Map<string, string>();
        for (const [index, { part, from, to }] of verified.entries()) {
            if (from < (before.get(part) ?? ""))
                return {
                    at: ["verified", String(index), "from"],
                    rule: "must not be before the end of the run above",
                };
            before.set(part, to);
        }
        return undefined;
    },
);
