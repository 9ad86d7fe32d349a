import type semver from "semver";

import { minorsBetween } from "../../kit/version-order";
import type { CompiledPair } from "../catalog-index";
import type { Gate, GateContext } from "./gate";
import { isWaived } from "./waivers";

/**
 * Refuses control planes that break the proxies they would serve: proxies stay at their version while the control plane
 * moves, and a release whose configuration they reject takes their traffic down.
 *
 * By revision proxies keep the istiod of their own version, so no pair comes about. In place, proxies of another minor
 * than the candidate's own or the one before it are not served by it either: they move on the way, before it comes.
 */
export const pairGate: Gate = {
    name: "pair",
    concerns: ["distance"],
    judge({ semver: candidate }, context) {
        const { sidecars, strategy } = context;
        if (strategy === "revisions") return undefined;
        for (const proxies of sidecars) {
            if (minorsBetween(proxies, candidate) > 1) continue;
            const fault = brokenPair(candidate, proxies, context);
            if (fault) return pairReason(fault, proxies.version);
        }
        return undefined;
    },
};

/** The published fault of a control plane and the proxies it serves, unless it is waived. */
export function brokenPair(
    controlPlane: semver.SemVer,
    proxies: semver.SemVer,
    context: GateContext,
): CompiledPair | undefined {
    return context.index.pairFaults.find(
        (fault) =>
            fault.time <= context.at &&
            fault.breaks(controlPlane, proxies) &&
            !isWaived(fault.id, context) &&
            !isWaived("pair", context),
    );
}

/** Why a pair must not come about, as one sentence without its full stop; "it" is the control plane. */
export function pairReason({ id, date, summary, firstFixed }: CompiledPair, proxies: string): string {
    return `it breaks the proxies ${proxies} (${id} of ${date}): ${summary}; fixed in ${firstFixed.join(", ")}`;
}
