import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import { imageDifference } from "./image-difference";
import { primaryOf } from "./observe-canary";
import type { Images, ObservedCanary, ObservedCluster } from "./observed";
import { rolloutCommand } from "./rollout-command";
import type { RolloutAction } from "./rollout-state";

/** Phases in which Flagger has finished, well or badly; any other is on its way (pkg/apis/flagger/v1beta1/status.go). */
const FINISHED: readonly string[] = ["Initialized", "Succeeded", "Failed"];

/**
 * Canaries whose primary does not run what Git has. Flux says Ready before Flagger has noticed a change, and Flagger's phase
 * stays at what it was about a change before: only the primary's images tell.
 */
export function judgeCanaries(
    { images, gated, stack }: Pick<ExpectedCluster, "images" | "gated" | "stack">,
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
    const own = canaries.flatMap((canary) => {
        const wanted = images.get(canary.target);
        // A canary of somebody else's is nobody's debt.
        return wanted ? judgeCanary({ canary, wanted, stack }) : [];
    });
    return [...missing, ...own];
}

interface JudgeCanaryArgs {
    readonly canary: ObservedCanary;
    readonly wanted: Images;
    readonly stack: string;
}

/** Phases in which Flagger measures, and has not yet decided. */
const MEASURED: readonly string[] = ["Progressing", "Waiting", "WaitingPromotion"];

function judgeCanary({ canary, wanted, stack }: JudgeCanaryArgs): readonly HealthFinding[] {
    const { id, phase, primary, target } = canary;
    const about = { kind: "canary", about: id } as const;
    const remedy = (action: RolloutAction): string => rolloutCommand(action, stack, id);
    if (canary.isSkippedByHand) {
        const reason =
            "its rollouts are not measured: windlass rollout promote was interrupted, or is at work";
        return [{ level: "failing", ...about, reason, remedy: remedy("promote") }];
    }
    if (!primary) {
        const reason = `${primaryOf(target)} does not run yet${phase === undefined ? "" : ` (${phase})`}`;
        if (phase !== "Failed") return [{ level: "behind", ...about, reason }];
        return [{ level: "failing", ...about, reason, remedy: remedy("retry") }];
    }
    const difference = imageDifference(primary, wanted);
    if (phase === undefined || !FINISHED.includes(phase)) return [underWay(canary, difference, remedy)];
    if (difference === undefined && phase === "Failed" && !canary.isPromoted && canary.isCurrent)
        return [
            {
                level: "behind",
                ...about,
                reason: "its primary runs what Git has, and Flagger calls that failed until it looks, or for good where a change was taken back while it was measured",
                remedy: remedy("abort"),
            },
        ];
    if (difference !== undefined && phase === "Failed" && !canary.isPromoted) {
        const reason = `its analysis failed: its primary ${difference}`;
        const back = `or go back: npm run -s windlass -- rollback --stack ${stack}`;
        return [{ level: "failing", ...about, reason, remedy: `${remedy("retry")}, ${back}` }];
    }
    const edited = canary.isCurrent === false ? canary.editedBy : undefined;
    if (edited !== undefined) {
        const how = difference === undefined ? "" : `: it ${difference}`;
        const reason = `its primary was edited by ${edited}, and nobody puts that back${how}`;
        return [{ level: "failing", ...about, reason, remedy: remedy("retry") }];
    }
    if (difference === undefined) return [];
    return [{ level: "behind", ...about, reason: `its primary ${difference} (${phase})` }];
}

/** An analysis, or what comes before or after one. */
function underWay(
    { id, phase, isCurrent, isPromoted }: ObservedCanary,
    difference: string | undefined,
    remedy: (action: RolloutAction) => string,
): HealthFinding {
    const about = { level: "behind", kind: "canary", about: id } as const;
    const at = `(${phase ?? "not looked at"})`;
    if (difference !== undefined) return { ...about, reason: `its primary ${difference} ${at}` };
    // Changed ConfigMaps are analysed with an unchanged template as well: Flagger's hash of it is then the one it has promoted.
    if (isCurrent && !isPromoted && phase !== undefined && MEASURED.includes(phase)) {
        const reason = `what it analyses was taken back, and Flagger goes on all the same ${at}`;
        return { ...about, reason, remedy: remedy("abort") };
    }
    return { ...about, reason: `its analysis is under way ${at}` };
}
