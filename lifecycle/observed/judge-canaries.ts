import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import { imageDifference } from "./image-difference";
import { primaryOf } from "./observe-canary";
import type { Images, ObservedCanary, ObservedCluster } from "./observed";

/** Phases in which Flagger has finished, well or badly; any other is on its way (pkg/apis/flagger/v1beta1/status.go). */
const FINISHED: readonly string[] = ["Initialized", "Succeeded", "Failed"];

/**
 * Canaries whose primary does not run what Git has. Flux says Ready before Flagger has noticed a change, and Flagger's phase
 * stays at what it was about a change before: only the primary's images tell.
 */
export function judgeCanaries(
    { images, gated }: Pick<ExpectedCluster, "images" | "gated">,
    { canaries }: Pick<ObservedCluster, "canaries">,
): readonly HealthFinding[] {
    const seen = new Set(canaries.map(({ target }) => target));
    const missing = [...gated]
        .filter((target) => !seen.has(target))
        .map((target): HealthFinding => {
            return {
                level: "behind",
                kind: "canary",
                about: target,
                reason: "its canary is not in the cluster",
            };
        });
    return [...missing, ...canaries.flatMap((canary) => judgeCanary(canary, images.get(canary.target)))];
}

function judgeCanary(canary: ObservedCanary, wanted: Images | undefined): readonly HealthFinding[] {
    const { id, phase, primary, isPromoted, target } = canary;
    // A canary of somebody else's is nobody's debt.
    if (!wanted) return [];
    const about = { kind: "canary", about: id } as const;
    if (!primary) {
        const reason = `${primaryOf(target)} does not run yet${phase === undefined ? "" : ` (${phase})`}`;
        return [{ level: phase === "Failed" ? "failing" : "behind", ...about, reason }];
    }
    const difference = imageDifference(primary, wanted);
    if (difference !== undefined) {
        if (phase === "Failed" && !isPromoted)
            return [{ level: "failing", ...about, reason: `its analysis failed: its primary ${difference}` }];
        return [
            {
                level: "behind",
                ...about,
                reason: `its primary ${difference} (${phase ?? "not looked at"})`,
            },
        ];
    }
    if (phase !== undefined && FINISHED.includes(phase)) return [];
    return [
        {
            level: "behind",
            ...about,
            reason: `its analysis is under way (${phase ?? "not looked at"})`,
        },
    ];
}
