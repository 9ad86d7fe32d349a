import { readUpgradeNotes } from "../adapters/files/upgrade-notes-source";
import { stackKinds } from "../adapters/files/stack-kinds-source";
import { judgeNotes } from "../lifecycle/upgrade-notes/judge-notes";
import type { NoteFinding } from "../lifecycle/upgrade-notes/note-finding";
import { removedFieldFindings } from "../lifecycle/upgrade-notes/removed-fields";
import type { Stack } from "../lifecycle/stack/stack";

/** From where to where a stack's control plane goes. */
export interface MinorMove {
    readonly from: string;
    readonly to: string;
}

/** What a move of the control plane means for a stack: known changes, its EnvoyFilters, and fields that are gone. None within a minor. */
export function judgeMinor(
    root: string,
    { settings, manifests }: Pick<Stack, "settings" | "manifests">,
    { from, to }: MinorMove,
): readonly NoteFinding[] {
    const noted = judgeNotes({ settings, manifests, from, to, notes: readUpgradeNotes(root) });
    if (noted.length === 0) return [];
    const served = (istio: string): ReturnType<typeof stackKinds> =>
        stackKinds({
            kubernetes: settings.cluster.kubernetes,
            istio,
            manifests,
            clusterScoped: settings.workloads.clusterScoped,
        });
    const [before, after] = [served(from), served(to)];
    return [
        ...noted,
        ...removedFieldFindings({
            manifests,
            before: before.kinds,
            after: after.kinds,
            kubernetes: after.minor,
            unknown: after.substitutes.some((sentence) => sentence.includes("of Istio ")) ? to : undefined,
        }),
    ];
}
