import { dayOf } from "../../lifecycle/kit/day";
import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { type CheckFinding, waived } from "./finding";
import type { ChangeCheckArgs } from "./change-check";

/** What a change that begins a minor means for the stack's own objects: what needs a look is told, what would break refused. */
export function upgradeNoteFindings({
    pair: { stack, from, to },
    stacks,
    judgeMinor,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "judgeMinor" | "at">): readonly CheckFinding[] {
    const own = stacks.find(({ settings }) => settings.stack === stack);
    const [before, after] = [from?.lock, to?.lock].map((lock) => lock?.istio.controlPlane.version);
    if (!own || !judgeMinor || before === undefined || after === undefined) return [];
    const waiving = { waivers: own.settings.istio.waivers, today: dayOf(at.time) };
    return judgeMinor(own, { from: before, to: after })
        .filter(({ verdict }) => verdict !== "safe")
        .map(({ note, verdict, summary, touched, remedy, url }) => {
            const finding: CheckFinding = {
                stack,
                rule: note,
                about:
                    touched.length > 3
                        ? `${touched.slice(0, 3).join(", ")} and ${touched.length - 3} more`
                        : touched.join(", "),
                file: lockFileName(stack),
                reason: `${before} → ${after}: ${summary} (${url})`,
                remedy,
                level: verdict === "refuse" ? "refused" : "warning",
            };
            return waived(finding, waiving);
        });
}
