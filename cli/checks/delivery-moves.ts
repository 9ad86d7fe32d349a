import { deliveryMove } from "../../lifecycle/stack/delivery-move";
import { dayOf } from "../../lifecycle/kit/day";
import { objectId } from "../../lifecycle/workloads/manifest";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** Name of both rules' waiver. */
const RULE = "delivery-move";
/** As many objects as are named. */
const SHOWN = 3;

/** A change of who applies a stack's objects that takes more steps than one, and objects that leave in the middle of one. */
export function deliveryMoveFindings({
    pair: { stack, from, to },
    stacks,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">): readonly CheckFinding[] {
    if (!from?.settings || !to?.settings) return [];
    const waivers = stacks.find(({ settings }) => settings.stack === stack)?.settings.istio.waivers ?? [];
    const found: CheckFinding[] = [];
    const move = deliveryMove(from.settings, to.settings);
    if (move && move.steps.length > 0) {
        const steps = move.steps.map((step, index) => `(${index + 1}) ${step}`).join(", then ");
        found.push({
            stack,
            rule: RULE,
            about: "the stack",
            reason: `delivery goes from ${move.from} to ${move.to} in one step: ${move.words}`,
            remedy: `Make each step a change of its own, deployed before the next: ${steps} (docs/delivery.md)`,
            level: "refused",
        });
    }
    if ([from, to].some(({ settings }) => settings?.handover === "underway")) {
        const left = [...from.objects].filter(([key, { layer }]) => layer !== "flux" && !to.objects.has(key));
        const names = left.slice(0, SHOWN).map(([, { object }]) => objectId(object));
        const more = left.length > SHOWN ? ` and ${left.length - SHOWN} more` : "";
        if (left.length > 0)
            found.push({
                stack,
                rule: RULE,
                about: "the stack",
                reason: `a handover is under way, and nobody would delete what leaves: ${names.join(", ")}${more} would stay in the cluster, with no owner`,
                remedy: "Finish the handover first (docs/delivery.md), and remove them in a change after it",
                level: "refused",
            });
    }
    return found.map((finding) => waived(finding, { waivers, today: dayOf(at.time) }));
}

/** A handover is no state to stay in. */
export function handoverFindings({
    stack: { settings },
}: Pick<StackCheckArgs, "stack">): readonly CheckFinding[] {
    if (settings.handover === "none") return [];
    const isAdoption = settings.handover === "adoption";
    const what = isAdoption ? "an adoption" : "a handover";
    return [
        {
            stack: settings.stack,
            rule: RULE,
            about: "the stack",
            reason: `${what} is under way: what leaves ${settings.delivery === "flux" ? "Git" : "the program"} stays in the cluster, and so does everything on destroy`,
            remedy: `Take its next step once this one is up (docs/${isAdoption ? "adopt" : "delivery"}.md)`,
            level: "warning",
        },
    ];
}
