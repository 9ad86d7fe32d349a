import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { istioRequest } from "../../lifecycle/upgrade/istio-request";
import { judgeFirstLock, judgeMove } from "../../lifecycle/upgrade/judge-move";
import type { MoveFault } from "../../lifecycle/upgrade/move";
import { knownStops } from "../../lifecycle/upgrade/known-stops";
import type { ChangeCheckArgs } from "./change-check";
import type { CheckFinding } from "./finding";

/** Moves of pins that `windlass update` would not make: jumps, steps squashed into one change, dates made up. */
export function versionMoveFindings({
    pair: { stack, from, to },
    catalog,
    at,
    history,
}: Pick<ChangeCheckArgs, "pair" | "catalog" | "at" | "history">): readonly CheckFinding[] {
    if (!to?.settings || !to.lock) return [];
    const finding = ({ about, reason, way }: MoveFault): CheckFinding => ({
        stack,
        rule: "move",
        about,
        file: lockFileName(stack),
        reason,
        remedy: remedyFor(stack, way),
        level: "refused",
    });
    if (!from) return judgeFirstLock(to.lock).map(finding);
    if (!from.settings || !from.lock) {
        const reason = "the version before could not be read, so that nobody knows what moves";
        const remedy = "Look at what is on the cluster before this is merged";
        return [
            {
                stack,
                rule: "move",
                about: "the lock",
                file: lockFileName(stack),
                reason,
                remedy,
                level: "warning",
            },
        ];
    }
    const settings = to.settings;
    const request = istioRequest(settings, from.lock);
    return judgeMove({
        from: { settings: from.settings, lock: from.lock },
        to: { settings, lock: to.lock },
        bestOfMinor: knownStops(request, catalog, at),
        history,
    }).map(finding);
}

function remedyFor(stack: string, way: readonly string[]): string {
    const update = `npm run -s windlass -- update --stack ${stack}`;
    if (way.length === 0) return `Let ${update} write the lock, one step a commit`;
    if (way.length === 1) return `Do this instead: ${way[0]}`;
    const steps = way.map((step, index) => `(${index + 1}) ${step}`).join(", ");
    return `One step a commit, each deployed before the next: ${steps}; ${update} writes each`;
}
