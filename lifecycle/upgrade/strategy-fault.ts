import { movedParts } from "../settings/pins";
import type { JudgeMoveArgs, MoveFault } from "./move";

/**
 * A switch of the strategy renames every istiod, so it takes three steps: the new istiod comes up, the proxies move, the old
 * one goes. Each may be taken back. Whatever else changes strategy or `strategyMove` takes the istiod from somebody.
 */
export function strategyFault({ from, to, history = [] }: JudgeMoveArgs): MoveFault | undefined {
    const [was, is] = [from.settings.istio.strategy, to.settings.istio.strategy];
    const [before, next] = [from.lock.istio.strategyMove, to.lock.istio.strategyMove];
    if (was === is && before === next && before === undefined) return undefined;
    const still =
        movedParts(from.lock, to.lock).length === 0 && from.lock.istio.retiring === to.lock.istio.retiring;
    const move = `${before ?? "none"} → ${next ?? "none"}`;
    const about = was === is ? `istio.strategyMove ${move}` : `istio.strategy ${was} → ${is}`;
    if (!still) {
        const reason = "a pin moves on the way to another strategy, and nothing else may move before its end";
        return { about, reason, way: [] };
    }
    const taken = was === is ? SAME_STRATEGY : OTHER_STRATEGY;
    const moved = history.some(({ istio }) => istio.strategyMove === "new");
    if (taken.includes(move) && !(was !== is && next === undefined && moved)) return undefined;
    const reason =
        "the istiod that serves every sidecar would be uninstalled, and one of another name installed, before any workload has moved";
    const way =
        was === is
            ? []
            : [
                  `istio.strategy ${is} together with the lock of update --only strategy, which brings the second istiod up`,
                  "update: the proxies move to it",
                  "update: the first istiod goes",
              ];
    return { about, reason, way };
}

/** Changes of `strategyMove` that are one step, or one taken back. */
const SAME_STRATEGY: readonly string[] = [
    "old → old",
    "new → new",
    "old → new",
    "new → none",
    "new → old",
    "none → new",
];
const OTHER_STRATEGY: readonly string[] = ["none → old", "old → none"];
