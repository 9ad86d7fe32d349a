import { readCommittedVersion } from "../adapters/git/version-source";
import { readLockHistory } from "../adapters/git/lock-history-source";
import { readWindows } from "../adapters/files/windows-source";
import { WindlassError } from "../lifecycle/kit/errors";
import { NO_WINDOWS, type WindowBook } from "../lifecycle/windows/window-book";
import type { Lock } from "../lifecycle/settings/lock";
import { listStacks } from "../adapters/files/settings-source";
import { movedParts } from "../lifecycle/settings/pins";
import { pairReader } from "../diff/pair-source";
import { loadProgram } from "../render/load-program";
import type { StackPair } from "../diff/version";
import type { ChangeCheckArgs } from "./checks/change-check";
import { CHANGE_CHECKS } from "./checks/change-checks";
import type { CheckFinding } from "./checks/finding";
import type { CommandContext } from "./command";

/** What {@link changeFindings} works on. */
export interface ChangeFindingsArgs extends Omit<ChangeCheckArgs, "pair" | "windows"> {
    /** The version before the change: a branch, tag or commit. */
    readonly ref: string;
    /** Look at these only. @default every stack of either version */
    readonly named?: readonly string[];
}

/** Earlier locks, where a pin moves; of most stacks none does, and Git is not asked. */
async function historyOf(
    { stack, from, to }: StackPair,
    where: { readonly root: string; readonly commit: string; readonly signal: AbortSignal },
): Promise<readonly Lock[] | undefined> {
    if (!from?.lock || !to?.lock || movedParts(from.lock, to.lock).length === 0) return undefined;
    return readLockHistory({ ...where, stack });
}

/** A file that could not be read before says nothing: whoever mends it is not held by it. */
function windowsBefore(root: string): WindowBook {
    try {
        return readWindows(root);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return NO_WINDOWS;
    }
}

/** What is wrong with a change, and with neither of the versions it leads from and to: every one of {@link CHANGE_CHECKS}. */
export async function changeFindings(
    { root, signal }: Pick<CommandContext, "root" | "signal">,
    { ref, named, ...args }: ChangeFindingsArgs,
): Promise<readonly CheckFinding[]> {
    const version = await readCommittedVersion({ root, ref, option: "--from", base: root, signal });
    try {
        const reader = pairReader(version.root, root, {
            sameApps: version.sameApps,
            program: await loadProgram(root),
        });
        const names = [...new Set([...listStacks(version.root), ...listStacks(root)])].sort();
        const windows = { before: windowsBefore(version.root), now: readWindows(root) };
        const findings: CheckFinding[] = [];
        for (const stack of named ?? names) {
            const pair = await reader.read(stack);
            if (!pair) continue;
            const history = await historyOf(pair, { root, commit: version.commit, signal });
            findings.push(...CHANGE_CHECKS.flatMap((check) => check({ ...args, pair, history, windows })));
        }
        return findings;
    } finally {
        version.remove();
    }
}
