import type { UpgradeStrategy } from "../settings/settings";
import type { GateContext } from "../versions/gates/gate";
import { brokenPair, pairReason } from "../versions/gates/pair";
import { type MeshStep, type MeshVersions, after } from "./skew";
import { candidateOf } from "./way-gates";

/**
 * Why a way must not be gone, step by step: after one of them a control plane would break the proxies it serves. By
 * revision proxies keep the istiod of their own version, and no such pair comes about.
 *
 * @returns one sentence without its full stop, or undefined
 */
export function brokenOnTheWay(
    start: MeshVersions,
    steps: readonly MeshStep[],
    strategy: UpgradeStrategy,
    context: GateContext,
): string | undefined {
    if (strategy === "revisions") return undefined;
    let now = start;
    for (const step of steps) {
        now = after(step, now, strategy);
        const [controlPlane, proxies] = [
            candidateOf(now.controlPlane, context),
            candidateOf(now.proxies, context),
        ];
        const fault = brokenPair(controlPlane.semver, proxies.semver, context);
        if (fault)
            return `the way has ${now.controlPlane} serve ${now.proxies}, and ${pairReason(fault, now.proxies)}`;
    }
    return undefined;
}
