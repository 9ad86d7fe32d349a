import { fieldsOf } from "../canaries/complaints";
import { groupOf } from "../workloads/api-group";
import type { Manifest } from "../workloads/manifest";

/** What an autoscaler scales. */
export interface ScaleTarget {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
}

/** Whether an object sets the replicas of another: Kubernetes' own autoscaler, or KEDA's. */
export function isAutoscaler({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): boolean {
    const group = groupOf(apiVersion);
    return (
        (kind === "HorizontalPodAutoscaler" && group === "autoscaling") ||
        (kind === "ScaledObject" && group === "keda.sh")
    );
}

/** What an autoscaler scales. KEDA takes a Deployment where no kind is given (keda.sh, ScaledObject spec, `scaleTargetRef`). */
export function scaleTarget(autoscaler: Manifest): ScaleTarget {
    const { apiVersion, kind, name } = fieldsOf(fieldsOf(autoscaler["spec"])["scaleTargetRef"]);
    const keda = autoscaler.kind === "ScaledObject";
    return {
        group: groupOf(typeof apiVersion === "string" ? apiVersion : "apps/v1"),
        kind: keda && (kind === undefined || kind === "") ? "Deployment" : String(kind),
        name: String(name),
    };
}
