import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import { imageDifference } from "./image-difference";
import type { ObservedCluster } from "./observed";

/** Workloads without a canary that are not as Git has them: Flux has not applied it yet, or somebody changed them by hand. */
export function judgeWorkloads(
    { images, gated }: Pick<ExpectedCluster, "images" | "gated">,
    { workloads }: Pick<ObservedCluster, "workloads">,
): readonly HealthFinding[] {
    const found = new Map(workloads.map((workload) => [workload.id, workload.images]));
    return [...images].flatMap(([id, wanted]): HealthFinding[] => {
        // Jobs end and bare Pods go; of what a canary gates its primary tells.
        if (gated.has(id) || !OBSERVED.includes(id.split("/").at(-2) ?? "")) return [];
        const about = { level: "behind", kind: "workload", about: id } as const;
        const runs = found.get(id);
        if (!runs) return [{ ...about, reason: "it is not in the cluster" }];
        const difference = imageDifference(runs, wanted);
        return difference === undefined ? [] : [{ ...about, reason: `it ${difference}` }];
    });
}

/** Kinds that are looked at. */
const OBSERVED: readonly string[] = ["Deployment", "StatefulSet", "DaemonSet"];
