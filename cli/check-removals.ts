import { readCommittedVersion } from "../lifecycle/git/version-source";
import { MASS_DELETION, massDeletion } from "../lifecycle/policy/mass-deletion";
import { listStacks } from "../lifecycle/stack/settings-source";
import type { Stack } from "../lifecycle/stack/stack";
import { dayOf } from "../lifecycle/versions/day";
import type { Moment } from "../lifecycle/versions/request";
import { pairReader } from "../render/diff/pair-source";
import type { StackPair } from "../render/diff/version";
import type { CheckFinding } from "./check-findings";
import type { Invocation } from "./command";

/** What {@link removalFindings} works on. */
export interface RemovalFindingsArgs {
    /** The version before the change: a branch, tag or commit. */
    readonly ref: string;
    readonly at: Moment;
    /** The stacks as they are; their waivers confirm what is meant. */
    readonly stacks: readonly Stack[];
    /** Look at these only. @default every stack of either version */
    readonly named?: readonly string[] | undefined;
}

/**
 * Guards against deleting by mistake: every stack that a change takes more from than its `workloads.removalLimit`.
 *
 * A waiver of `mass-deletion` in the stack confirms it; for a stack that goes as a whole, one of `mass-deletion:<stack>`
 * in another.
 */
export async function removalFindings(
    { root, signal }: Pick<Invocation, "root" | "signal">,
    { ref, at, stacks, named }: RemovalFindingsArgs,
): Promise<readonly CheckFinding[]> {
    const version = await readCommittedVersion({ root, ref, option: "--from", base: root, signal });
    try {
        const reader = pairReader(version.root, root, version.sameApps);
        const names = [...new Set([...listStacks(version.root), ...listStacks(root)])].sort();
        const findings: CheckFinding[] = [];
        for (const stack of named ?? names) {
            const pair = await reader.read(stack);
            const finding = pair && removalFinding(pair, stacks, at);
            if (finding) findings.push(finding);
        }
        return findings;
    } finally {
        version.remove();
    }
}

function removalFinding(
    { stack, from, to }: StackPair,
    stacks: readonly Stack[],
    at: Moment,
): CheckFinding | undefined {
    if (!from) return undefined;
    const removed = [...from.objects.keys()].filter((key) => !to?.objects.has(key)).length;
    const limit = (to ?? from).settings?.workloads.removalLimit ?? 0;
    const reason = massDeletion({ before: from.objects.size, removed, limit });
    if (reason === undefined) return undefined;
    const id = to ? MASS_DELETION : `${MASS_DELETION}:${stack}`;
    const waiver = stacks
        .filter(({ settings }) => !to || settings.stack === stack)
        .flatMap(({ settings }) => settings.istio.waivers)
        .find((candidate) => candidate.id === id && candidate.expires >= dayOf(at.time));
    return {
        stack,
        rule: MASS_DELETION,
        about: "the stack",
        reason: waiver ? `${reason} (confirmed until ${waiver.expires}: ${waiver.reason})` : reason,
        remedy: `If it is meant, say so in the change: a waiver of ${id} in windlass:istio.waivers, with its reason`,
        level: waiver ? "waived" : "refused",
    };
}
