import semver from "semver";

import type { StackSettings } from "../settings/settings";
import type { NoteFinding } from "../upgrade-notes/note-finding";
import type { UpdateStep } from "./decision";

/** Who merges a proposed step, and by which rule. */
export interface Unattended {
    /** Whether it merges by itself once its checks are green. */
    readonly merges: boolean;
    /** A sentence without its full stop. */
    readonly why: string;
}

/**
 * Whether a step may merge by itself: where the stack's `fleet.unattended` is as large as the step, and its cluster is looked
 * at, so that the next step waits until this one was seen to be whole. A step back counts as the one it takes back. A first
 * lock, and a move to another strategy, are a person's.
 */
export function judgeUnattended(
    { stack, fleet }: Pick<StackSettings, "stack" | "fleet">,
    step: UpdateStep | undefined,
    /** What a minor means for the stack's own objects, where the step begins one. @default nothing to look at */
    notes: readonly Pick<NoteFinding, "note" | "verdict">[] = [],
): Unattended {
    const policy = `windlass:fleet.unattended of ${stack} is ${fleet.unattended}`;
    const person = (why: string): Unattended => ({ merges: false, why: `a person merges it: ${why}` });
    if (fleet.unattended === "none") return person(policy);
    if (!step) return person(`${policy}, and this is its first lock`);
    const { part, from, to } = step;
    if (part.startsWith("strategy")) return person(`${policy}, and this moves to another strategy`);
    if (fleet.evidence !== "required")
        return person(`${policy}, but windlass:fleet.evidence is none, so nobody would see it fail`);
    const size = sizeOf(from, to);
    if (size === "major" || (size === "minor" && fleet.unattended === "patch"))
        return person(`${policy}, and ${from} → ${to} is a ${size}`);
    const looks = notes.filter(({ verdict }) => verdict !== "safe").map(({ note }) => note);
    if (looks.length > 0)
        return person(`${policy}, but ${from} → ${to} asks for a look at the stack: ${looks.join(", ")}`);
    const what = from === to ? "no version moves" : `${from} → ${to} is a ${size}`;
    return { merges: true, why: `it merges by itself once its checks are green: ${policy}, and ${what}` };
}

/** How far apart two versions are; a change between pre-releases, or to one, is never a patch. */
function sizeOf(from: string, to: string): "patch" | "minor" | "major" {
    if (semver.prerelease(from) ?? semver.prerelease(to)) return from === to ? "patch" : "major";
    if (semver.major(from) !== semver.major(to)) return "major";
    return semver.minor(from) === semver.minor(to) ? "patch" : "minor";
}
