import { cohortWay } from "../../lifecycle/cohorts/stack-cohorts";
import { dayOf } from "../../lifecycle/kit/day";
import type { CheckFinding } from "./finding";
import { settingPlace } from "./setting-place";
import type { StackCheckArgs } from "./stack-check";

/**
 * Exceptions of `workloads.cohorts` that have ended, and those that keep nothing. A warning: what they named moves with the
 * last step, whose pull request must not fail for it.
 */
export function cohortExceptionFindings({
    root,
    stack: { settings, manifests },
    at,
}: Pick<StackCheckArgs, "root" | "stack" | "at">): readonly CheckFinding[] {
    const today = dayOf(at.time);
    return cohortWay({ settings, manifests }).exceptions.flatMap(
        ({ workload, workloads, until, reason }, index): readonly CheckFinding[] => {
            const about = `exception of ${workload}`;
            if (until >= today && workloads.length > 0) return [];
            const place = settingPlace(root, settings.stack, ["workloads", "cohorts", "except", index]);
            const warning = { stack: settings.stack, about, ...place, level: "warning" } as const;
            if (until < today) {
                const ended = `it ended on ${until} (${reason}), and what it names moves with the last cohort`;
                const remedy = "Remove it, or say a later day";
                return [{ ...warning, rule: "ended-exception", reason: ended, remedy }];
            }
            const none = "no workload whose proxy Git moves has this name, so it keeps nothing";
            return [
                {
                    ...warning,
                    rule: "useless-setting",
                    reason: none,
                    remedy: "Correct the name, or remove it",
                },
            ];
        },
    );
}
