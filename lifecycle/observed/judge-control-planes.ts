import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import type { ObservedCluster } from "./observed";

/**
 * What is wrong with a cluster's istiods. One that was scaled to zero stays at zero: the autoscaler does nothing there, and
 * Flux ignores `/spec/replicas`, so that nobody but this says so.
 */
export function judgeControlPlanes(
    { controlPlanes: wanted, context }: Pick<ExpectedCluster, "controlPlanes" | "context">,
    { controlPlanes: found }: Pick<ObservedCluster, "controlPlanes">,
): readonly HealthFinding[] {
    const kind = "control-plane" as const;
    const at = context === undefined ? "" : ` --context ${context}`;
    const missing = wanted.flatMap(({ revision, version }): HealthFinding[] => {
        const istiod = found.find((each) => each.revision === revision);
        const about = istiodOf(revision);
        if (!istiod)
            return [{ level: "failing", kind, about, reason: `it does not run, and Git has ${version}` }];
        if (istiod.version !== version) {
            const reason = `it runs ${istiod.version ?? "an unknown version"}, and Git has ${version}`;
            return [{ level: "behind", kind, about, reason }];
        }
        if (istiod.wanted === 0) {
            const remedy = `kubectl${at} --namespace ${istiod.namespace} scale deployment --selector app=istiod,istio.io/rev=${revision} --replicas 1`;
            return [
                {
                    level: "failing",
                    kind,
                    about,
                    reason: "it is scaled to zero, and nothing scales it up",
                    remedy,
                },
            ];
        }
        if (istiod.ready >= istiod.wanted) return [];
        const reason = `${istiod.ready} of its ${istiod.wanted} pods are ready at ${version}`;
        return [{ level: istiod.ready === 0 ? "failing" : "behind", kind, about, reason }];
    });
    const foreign = found
        .filter(({ revision }) => !wanted.some((each) => each.revision === revision))
        .map(({ revision, version }): HealthFinding => {
            const reason = `it runs ${version ?? "an unknown version"}, and Git has no such revision`;
            return { level: "behind", kind, about: istiodOf(revision), reason };
        });
    return [...missing, ...foreign];
}

/** What findings call an istiod. */
export function istiodOf(revision: string): string {
    return `istiod of revision ${revision}`;
}
