import { lockFileName, lockOwner, updateCommand } from "../../lifecycle/stack/lock-parse";
import { lockText } from "../../lifecycle/upgrade/update-store";
import type { CheckFinding } from "./finding";
import type { StackCheckArgs } from "./stack-checks";

/** A lock that was copied from another stack: its dates say how long the pins have run there, not here. */
export function lockOwnerFindings({
    root,
    stack: {
        settings: { stack },
    },
}: Pick<StackCheckArgs, "root" | "stack">): readonly CheckFinding[] {
    const owner = lockOwner(lockText(root, stack) ?? "");
    if (owner === undefined || owner === stack) return [];
    return [
        {
            stack,
            rule: "copied-lock",
            about: "the lock",
            file: lockFileName(stack),
            line: 1,
            reason: `it was written for ${owner}, and says how long the pins have run there`,
            remedy: `Run ${updateCommand(stack)}, which makes it the stack's own`,
            level: "warning",
        },
    ];
}
