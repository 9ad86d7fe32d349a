import { dayOf } from "../kit/day";
import type { Hold } from "../holds/hold";
import type { Evidence } from "./evidence";

/**
 * Releases whose rollout has failed in a cluster, as holds: they are proposed neither to that stack again nor to the waves
 * after it. They go with the evidence: once every primary runs what Git has, there is none. A lift names the pins under which
 * they failed, so that it holds for every later look, and not for the next rollout.
 */
export function failedHolds(evidence: readonly Evidence[]): readonly Hold[] {
    return evidence.flatMap(({ stack, failed, seen, lock }) => {
        const versions = new Map<string, string[]>();
        for (const { canary, version } of failed)
            versions.set(version, [...(versions.get(version) ?? []), canary]);
        return [...versions].map(([version, canaries]): Hold => {
            const more = canaries.length > 1 ? ` and ${canaries.length - 1} more` : "";
            const since = dayOf(Date.parse(seen));
            const reason = `its rollout was seen to fail in ${stack} on ${since}: ${canaries[0]}${more}`;
            const part = canaries.every(isGateway) ? "gateway" : "proxies";
            return { stack, system: "istio", version, reason, since, of: lock, part };
        });
    });
}

function isGateway(rollout: string): boolean {
    return rollout.split("/")[1] === "Deployment";
}
