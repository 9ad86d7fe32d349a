import type { DataPlaneMode } from "../../lifecycle/settings/settings";
import { describeModeMove } from "../../lifecycle/workloads/mode-move";
import type { StackVersion } from "../../diff/version";
import type { ChangeCheckArgs } from "./change-check";
import type { CheckFinding } from "./finding";

/** Namespaces that change their mode in one go where it takes several. */
export function modeMoveFindings({
    pair: { stack, from, to },
}: Pick<ChangeCheckArgs, "pair">): readonly CheckFinding[] {
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

/** Mode of all workloads of a namespace; undefined where they differ. */
function modeByNamespace({ modes }: StackVersion): ReadonlyMap<string, DataPlaneMode | undefined> {
    const found = new Map<string, DataPlaneMode | undefined>();
    for (const [id, mode] of modes) {
        const namespace = id.split("/")[0] ?? "";
        found.set(namespace, !found.has(namespace) || found.get(namespace) === mode ? mode : undefined);
    }
    return found;
}
