import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { futureDays } from "../../lifecycle/upgrade/judge-dates";
import { dayOf } from "../../lifecycle/kit/day";
import type { CheckFinding } from "./finding";
import type { FleetCheckArgs } from "./fleet-check";
import type { StackCheckArgs } from "./stack-check";

/** Days of a stack's lock that have not come yet. */
export function lockDateFindings({
    stack: { settings, lock },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    return futureDays(lock, presentOf(at)).map(({ path, day, reason }) => ({
        stack: settings.stack,
        rule: "dates",
        about: `${path.join(".")} ${day}`,
        file: lockFileName(settings.stack),
        reason,
        remedy: "Restore the file from Git: days are written by windlass update alone",
        level: "refused",
    }));
}

/** A catalog of a day that has not come yet: what it says is not known, and its age is none. */
export function catalogDateFindings({
    catalog,
    at,
}: Pick<FleetCheckArgs, "catalog" | "at">): readonly CheckFinding[] {
    const today = dayOf(presentOf(at));
    return Object.entries(catalog.dates ?? {})
        .filter(([, date]) => date > today)
        .map(([file, date]) => ({
            stack: "all stacks",
            rule: "dates",
            about: `date ${date}`,
            file,
            reason: `it lies in the future of ${today}: nobody knows yet what happens until then`,
            remedy: "Restore the file from Git, or set the clock",
            level: "refused",
        }));
}

/** A question about the past does not make what was written since then a lie: the later of the two days counts. */
function presentOf({ time }: StackCheckArgs["at"]): number {
    return Math.max(time, Date.now());
}
