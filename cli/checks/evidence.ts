import { recordCommand } from "../../lifecycle/evidence/judge-evidence";
import { dayOf } from "../../lifecycle/kit/day";
import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { wayOf } from "../../lifecycle/upgrade/lock-versions";
import { stepWordsOf, versionsOfBoth } from "../../lifecycle/upgrade/judge-move";
import { legalStep } from "../../lifecycle/upgrade/legal-step";
import type { MoveSide } from "../../lifecycle/upgrade/move";
import { EVIDENCE_RULE, type RelyingStep, seenFault } from "../../lifecycle/upgrade/judge-seen";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";

/**
 * A step that relies on what runs, and nobody has seen that: `update` would not take it, so no hand may. Steps that are taken
 * back rely on nothing. Who stops asking for evidence in the very change is asked all the same.
 */
export function evidenceFindings({
    pair: { stack, from, to },
    evidence,
    at,
}: Pick<ChangeCheckArgs, "pair" | "evidence" | "at">): readonly CheckFinding[] {
    if (!from?.settings || !from.lock || !to?.settings || !to.lock) return [];
    const settings = [to.settings, from.settings].find(({ fleet }) => fleet.evidence === "required");
    const step =
        settings &&
        stepBetween({ settings: from.settings, lock: from.lock }, { settings: to.settings, lock: to.lock });
    if (!settings || !step) return [];
    const reason = seenFault({ settings, lock: from.lock, step, evidence });
    if (reason === undefined) return [];
    const finding: CheckFinding = {
        stack,
        rule: EVIDENCE_RULE,
        about: step.words,
        file: lockFileName(stack),
        reason,
        remedy: `Run ${recordCommand(stack)} where the cluster can be reached, and let ${EVIDENCE_RULE} be asked again`,
        level: "refused",
    };
    return [waived(finding, { waivers: to.settings.istio.waivers, today: dayOf(at.time) })];
}

/** The step that leads from one lock to the other; undefined where none does, or where it is taken back. */
function stepBetween(from: MoveSide, to: MoveSide): (RelyingStep & { readonly words: string }) | undefined {
    const { version } = from.lock.istio.controlPlane;
    const moves = { from: version, to: version };
    const [was, is] = [from.lock.istio.strategyMove, to.lock.istio.strategyMove];
    if (was === "old" && is === "new")
        return { part: "strategy-proxies", ...moves, words: "proxies to the other strategy" };
    if (was === "new" && is === undefined)
        return { part: "strategy-prune", ...moves, words: "prune of the other strategy" };
    const found = legalStep(...versionsOfBoth({ from, to }), wayOf(to.settings));
    return "step" in found ? { ...found.step, words: stepWordsOf(found.step) } : undefined;
}
