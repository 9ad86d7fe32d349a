import { strandedCanaries } from "../lifecycle/canaries/canary-removal";
import { readCommittedVersion } from "../lifecycle/git/version-source";
import { MASS_DELETION, massDeletion } from "../lifecycle/policy/mass-deletion";
import { listStacks } from "../lifecycle/stack/settings-source";
import type { DataPlaneMode } from "../lifecycle/stack/settings";
import type { Stack } from "../lifecycle/stack/stack";
import { describeModeMove } from "../lifecycle/workloads/mode-move";
import { dayOf } from "../lifecycle/versions/day";
import type { Moment } from "../lifecycle/versions/request";
import { pairReader } from "../render/diff/pair-source";
import { type StackPair, type StackVersion, objectId, objectKey } from "../render/diff/version";
import type { CheckFinding } from "./check-findings";
import type { Invocation } from "./command";

/** What {@link changeFindings} works on. */
export interface ChangeFindingsArgs {
    /** The version before the change: a branch, tag or commit. */
    readonly ref: string;
    readonly at: Moment;
    /** The stacks as they are; their waivers confirm what is meant. */
    readonly stacks: readonly Stack[];
    /** Look at these only. @default every stack of either version */
    readonly named?: readonly string[] | undefined;
}

/**
 * What is wrong with a change, and with neither of the versions it leads from and to: it removes more of a stack than its
 * `workloads.removalLimit`, takes pods their proxy on the way from one mode to another, or has Flux delete a Canary together
 * with its target.
 *
 * A waiver of `mass-deletion` in the stack confirms a deletion; for a stack that goes as a whole, one of
 * `mass-deletion:<stack>` in another.
 */
export async function changeFindings(
    { root, signal }: Pick<Invocation, "root" | "signal">,
    { ref, at, stacks, named }: ChangeFindingsArgs,
): Promise<readonly CheckFinding[]> {
    const version = await readCommittedVersion({ root, ref, option: "--from", base: root, signal });
    try {
        const reader = pairReader(version.root, root, version.sameApps);
        const names = [...new Set([...listStacks(version.root), ...listStacks(root)])].sort();
        const findings: CheckFinding[] = [];
        for (const stack of named ?? names) {
            const pair = await reader.read(stack);
            if (!pair) continue;
            const removal = removalFinding(pair, stacks, at);
            findings.push(
                ...(removal ? [removal] : []),
                ...modeMoveFindings(pair),
                ...canaryRemovalFindings(pair),
            );
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

/** Namespaces that change their mode in one go where it takes several. */
function modeMoveFindings({ stack, from, to }: StackPair): readonly CheckFinding[] {
    if (!from || !to) return [];
    const before = modeByNamespace(from);
    const after = modeByNamespace(to);
    return [...after].flatMap(([namespace, mode]) => {
        const was = before.get(namespace);
        // Mixed modes are the steps of a move under way.
        const reason =
            was === undefined || mode === undefined ? undefined : describeModeMove(namespace, was, mode);
        if (reason === undefined) return [];
        const about = `namespace ${namespace}`;
        const remedy = "Make each step a change of its own (docs/sidecars.md)";
        return [{ stack, rule: "mode-move", about, reason, remedy, level: "refused" as const }];
    });
}

/** Canaries that Flux would delete together with what Flagger needs to let go of them. */
function canaryRemovalFindings({ stack, from, to }: StackPair): readonly CheckFinding[] {
    // A stack that goes as a whole goes with its cluster, or by hand.
    if (!from || to?.settings?.delivery !== "flux") return [];
    const before = [...from.objects.values()].map(({ object }) => object);
    const found = strandedCanaries(before, (object) => to.objects.has(objectKey(object)));
    return found.map(({ canary, references }) => ({
        stack,
        rule: "canary-removal",
        about: objectId(canary),
        reason: `Flux would delete it together with ${references.map(objectId).join(" and ")}, without which Flagger never lets go of it: Canary and namespace would stay Terminating`,
        remedy: "Remove the Canary in a change of its own, and the rest when Flagger is done with it",
        level: "refused" as const,
    }));
}

/** Mode of all workloads of a namespace; undefined where they differ. */
function modeByNamespace({ modes }: StackVersion): ReadonlyMap<string, DataPlaneMode | undefined> {
    const found = new Map<string, DataPlaneMode | undefined>();
    for (const [id, mode] of modes) {
        const namespace = id.split("/")[0] ?? "";
        found.set(namespace, !found.has(namespace) || found.get(namespace) === mode ? mode : undefined);
    }
    return found;
}
