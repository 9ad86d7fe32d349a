import { judgePins } from "../../lifecycle/upgrade/judge-pins";
import { lockFileName, updateCommand } from "../../lifecycle/settings/lock-parse";
import type { CheckFinding } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** What the gates say of the versions a stack pins. */
export function pinFindings({
    stack: { settings, lock },
    catalog,
    at,
}: Pick<StackCheckArgs, "stack" | "catalog" | "at">): readonly CheckFinding[] {
    return judgePins(settings, lock, catalog, at).map(
        ({ part, version, gate, waivers, reason, onItsWay }) => ({
            stack: settings.stack,
            rule: gate,
            waivers,
            about: `${part} ${version}`,
            reason,
            remedy:
                gate === "exists"
                    ? `Restore ${lockFileName(settings.stack)} from Git`
                    : `Run ${updateCommand(settings.stack)}`,
            level: onItsWay ? "warning" : "refused",
        }),
    );
}
