import type { Lock } from "../settings/lock";
import { lockOwner } from "../settings/lock-parse";
import { partsOf, pinOf, withPin } from "../settings/pins";
import { dayOf } from "../kit/day";
import type { Decision } from "./decision";

/**
 * What to do with a lock that was copied from another stack: it becomes this stack's own. Its pins stay, and begin to run
 * today, for here they have run on no day before: whoever waits for this stack waits from now on.
 *
 * @param text - the file as it stands
 * @returns undefined where the lock is the stack's own, or does not say whose it is
 */
export function adoptedLock(
    stack: string,
    { text, lock }: { readonly text: string; readonly lock: Lock },
    at: number,
): Decision | undefined {
    const owner = lockOwner(text);
    if (owner === undefined || owner === stack) return undefined;
    const since = dayOf(at);
    const { history: _, ...own } = lock;
    const { version } = lock.istio.controlPlane;
    const why = `the lock was copied from ${owner}: it is this stack's own now, and its pins count from today`;
    return {
        action: "step",
        step: { part: "settings", from: version, to: version, why },
        lock: partsOf(lock).reduce<Lock>(
            (made, part) => withPin(made, part, { version: pinOf(lock, part).version, since }),
            own,
        ),
        reasons: [],
        warnings: [],
    };
}
