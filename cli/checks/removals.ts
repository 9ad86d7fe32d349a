import { MASS_DELETION, massDeletion } from "../../lifecycle/policy/mass-deletion";
import { dayOf } from "../../lifecycle/kit/day";
import type { ChangeCheckArgs } from "./change-check";
import type { CheckFinding } from "./finding";
import { waived } from "./finding";

/**
 * A change that removes more of a stack than its `workloads.removalLimit`.
 *
 * A waiver of `mass-deletion` in the stack confirms it; for a stack that goes as a whole, one of `mass-deletion:<stack>`
 * in another.
 */
export function removalFindings({
    pair: { stack, from, to },
    stacks,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">): readonly CheckFinding[] {
    if (!from) return [];
    const removed = [...from.objects.keys()].filter((key) => !to?.objects.has(key)).length;
    const limit = (to ?? from).settings?.workloads.removalLimit ?? 0;
    const reason = massDeletion({ before: from.objects.size, removed, limit });
    if (reason === undefined) return [];
    const id = to ? MASS_DELETION : `${MASS_DELETION}:${stack}`;
    const waivers = stacks
        .filter(({ settings }) => !to || settings.stack === stack)
        .flatMap(({ settings }) => settings.istio.waivers);
    const finding: CheckFinding = {
        stack,
        rule: MASS_DELETION,
        about: "the stack",
        reason,
        remedy: `If it is meant, say so in the change: a waiver of ${id} in windlass:istio.waivers, with its reason`,
        level: "refused",
    };
    return [waived(finding, { waivers, today: dayOf(at.time), id, named: true })];
}
