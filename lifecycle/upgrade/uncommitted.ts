import { WindlassError } from "../kit/errors";
import { gatewayMoves } from "../settings/gateway-pins";
import type { Lock } from "../settings/lock";
import { parseLock } from "../settings/lock-parse";
import { movedParts, partName, pinOf } from "../settings/pins";

/**
 * Why a stack takes no further step before somebody has committed the last one; undefined where its pins are the committed
 * ones. One sentence without its full stop.
 *
 * @param committed - the lock at HEAD: its text, or "none" where that commit has no such file
 */
export function uncommittedStep(
    stack: string,
    committed: { readonly text: string } | "none",
    lock: Lock,
): string | undefined {
    const go = "commit it, let it be deployed, and run the update again";
    if (committed === "none") return `the first lock of the stack is not committed yet: ${go}`;
    let before: Lock;
    try {
        before = parseLock(stack, committed.text).lock;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return undefined;
    }
    const moves = [
        ...movedParts(before, lock).map((part) => ({
            name: partName(part),
            from: pinOf(before, part).version,
            to: pinOf(lock, part).version,
        })),
        ...gatewayMoves(before, lock).map((move) => ({ ...move, name: `the gateway ${move.name}` })),
    ];
    const said = moves
        .filter(({ from, to }) => from !== to)
        .map(({ name, from, to }) => `${name} ${from} → ${to}`);
    const [cohorts, ahead] = [before, lock].map(({ istio }) => cohortsText(istio.proxies.next));
    if (cohorts !== ahead) said.push(`the cohorts ${cohorts} → ${ahead}`);
    const [was, is] = [before.istio.retiring, lock.istio.retiring];
    if (said.length === 0 && was !== is)
        said.push(`the retiring revision ${was ?? "none"} → ${is ?? "none"}`);
    const strategies = [before.istio.strategyMove, lock.istio.strategyMove];
    if (strategies[0] !== strategies[1])
        said.push(`istio.strategyMove ${strategies[0] ?? "none"} → ${strategies[1] ?? "none"}`);
    if (said.length === 0) return undefined;
    return `the step before is not committed yet (${said.join(", ")}), and each step is a change of its own: ${go}`;
}

/** `1.31.1 through 20%`; `none` where no cohort is on its way. */
function cohortsText(next: Lock["istio"]["proxies"]["next"]): string {
    return next === undefined ? "none" : `${next.version} through ${next.through}`;
}
