import { type CohortFault, cohortFault } from "../../lifecycle/cohorts/judge-cohorts";
import { cohortWay } from "../../lifecycle/cohorts/stack-cohorts";
import { dayOf } from "../../lifecycle/kit/day";
import { lockFileName, updateCommand } from "../../lifecycle/settings/lock-parse";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";

/** Name of the rule, and of the waiver that lets a change skip cohorts. */
export const COHORTS_RULE = "cohorts";

/**
 * Proxies that move by more than one cohort: `update` would not, so no hand may. Who takes cohorts or an exception out of the
 * settings in the very change is asked by what they were, too.
 */
export function cohortFindings({
    pair: { stack, from, to },
    stacks,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">): readonly CheckFinding[] {
    if (!from?.settings || !from.lock || !to?.settings || !to.lock) return [];
    const now = stacks.find(({ settings }) => settings.stack === stack);
    if (!now) return [];
    const [before, after] = [from.lock, to.lock];
    const today = dayOf(at.time);
    const waits = to.settings.fleet.evidence !== "required";
    const [fault] = [from.settings, to.settings].flatMap((settings): readonly CohortFault[] => {
        if (settings.workloads.cohorts === undefined) return [];
        const way = cohortWay({ settings, manifests: now.manifests });
        const found = cohortFault({ before, now: after, way, today, waits });
        return found === undefined ? [] : [found];
    });
    if (fault === undefined) return [];
    const next = fault.through === undefined ? "" : `, which moves those through ${fault.through}`;
    const finding: CheckFinding = {
        stack,
        rule: COHORTS_RULE,
        about: "proxies",
        file: lockFileName(stack),
        reason: fault.reason,
        remedy: `Take the step of ${updateCommand(stack)}${next}`,
        level: "refused",
    };
    return [waived(finding, { waivers: to.settings.istio.waivers, today })];
}
