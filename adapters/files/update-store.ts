import { join } from "node:path";

import { exclusively } from "./exclusive-store";
import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { readTextIfThere } from "./text-source";
import { writeSidecars } from "./sidecars-store";
import type { Sidecars } from "../../lifecycle/sidecars/sidecars";
import type { Lock } from "../../lifecycle/settings/lock";
import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { readLock, writeLock } from "./lock-store";
import { requireStackName } from "./settings-source";

/** A stack's lock file as a run found it. */
export interface FoundLock {
    /** Undefined where there is no file. */
    readonly lock: Lock | undefined;
    /** Every byte of it, to tell later whether somebody else has written it. */
    readonly text: string | undefined;
}

/** Where a process says that it is updating a stack: in the project, but not in Git. */
function turnstile(root: string, stack: string): string {
    return join(root, ".cache", "update", stack);
}

/**
 * Updates a stack while no other process does. Another's is waited for, and then this one sees that the lock has changed
 * under it ({@link writeUpdate}); a killed one's turn is taken over.
 */
export async function takeTurn<T>(
    root: string,
    stack: string,
    action: () => Promise<T>,
    options: {
        readonly signal?: AbortSignal;
        readonly onWait?: ((pid: number) => void) | undefined;
    },
): Promise<T> {
    requireStackName(stack);
    return exclusively(turnstile(root, stack), action, options);
}

/**
 * Reads a stack's lock, where there is one.
 *
 * @throws WindlassError when it is damaged: what runs is not known then, and nothing is picked over it
 */
export function findLock(root: string, stack: string): FoundLock {
    const text = lockText(root, stack);
    if (text === undefined) return { lock: undefined, text };
    return { lock: readLock(root, stack).lock, text };
}

/** The bytes of a stack's lock; undefined where there is none. */
export function lockText(root: string, stack: string): string | undefined {
    requireStackName(stack);
    return readTextIfThere(root, lockFileName(stack));
}

/**
 * Writes what an update has decided: first the sidecars, then the lock, each in one piece. A process that is killed in
 * between leaves new sidecars beside the old lock; the next run decides the same step, finds them made, and writes the
 * lock.
 *
 * @param found - text of the lock the decision was made on
 * @throws LockChangedError when somebody else has written the lock meanwhile; nothing is written then
 */
export function writeUpdate(
    root: string,
    stack: string,
    found: string | undefined,
    { lock, sidecars }: { readonly lock: Lock; readonly sidecars?: Sidecars },
): void {
    requireUnchanged(root, stack, found);
    if (sidecars) writeSidecars(root, stack, sidecars);
    writeLock(root, stack, lock);
}

/** Somebody else was faster: nobody's mistake, and nothing was written. */
export class LockChangedError extends WindlassError {
    public constructor(stack: string) {
        super({
            file: lockFileName(stack),
            rule: "somebody else has written it while this update was at work, and nothing was written over it",
            remedy: "Look at it, and run the update again",
            exitStatus: ExitStatus.noCandidate,
        });
    }
}

/** @throws LockChangedError when a stack's lock is no longer what was found */
export function requireUnchanged(root: string, stack: string, found: string | undefined): void {
    if (lockText(root, stack) !== found) throw new LockChangedError(stack);
}
