import { getIn, isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import type { ObservedPod } from "./observe-pod";
import type { Restart } from "./plan-restarts";

/** The annotation by which `kubectl rollout restart` makes pods anew. */
export const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

/** Where a restart stands. */
export interface RestartProgress {
    readonly kind: "done" | "wait" | "failed";
    /** A clause without its full stop. */
    readonly why: string;
}

/** Why a workload is better not restarted, as the API server has it; a clause without its full stop. */
export function restartFault(workload: Manifest, { names }: Pick<Restart, "names">): string | undefined {
    const asked = podTemplateOf(workload)?.metadata?.labels?.["istio.io/rev"];
    if (asked !== undefined && !names.includes(asked))
        return `its own pod template asks for ${asked}, and a restart would give it the same proxy: its owners have to name ${names.join(" or ")}`;
    if (getIn(workload, ["spec", "paused"]) === true) return "its rollout is paused";
    if (getIn(workload, ["spec", "updateStrategy", "type"]) === "OnDelete")
        return "its updateStrategy is OnDelete: whoever owns it deletes its pods";
    return isRolledOut(workload) ? undefined : "it is not whole already, and a restart would make that worse";
}

/**
 * Where a restart stands: it is done when the rollout is over, and every pod that serves is ready and has the proxy it was
 * restarted for. Of a canary Flagger's analysis says whether it may.
 */
export function restartProgress(
    workload: Manifest,
    { version, canary: gate }: Restart,
    pods: readonly ObservedPod[],
    canary: Manifest | undefined,
): RestartProgress {
    if (gate !== undefined) {
        const phase = getIn(canary, ["status", "phase"]);
        if (phase === "Failed") return { kind: "failed", why: "its analysis has failed" };
        if (phase !== "Succeeded" && phase !== "Initialized")
            return {
                kind: "wait",
                why: `Flagger is at ${typeof phase === "string" ? phase : "nothing yet"}`,
            };
    } else {
        const stuck = conditionOf(workload, "Progressing");
        if (stuck?.["reason"] === "ProgressDeadlineExceeded")
            return { kind: "failed", why: "its new pods did not come up within its own deadline" };
        if (!isRolledOut(workload)) return { kind: "wait", why: "it is being rolled out" };
    }
    const lasting = pods.find(({ trouble }) => trouble?.isLasting);
    if (lasting) return { kind: "failed", why: lasting.trouble?.reason ?? "a pod is not ready" };
    const old = pods.filter((pod) => pod.version !== version);
    if (old.length > 0)
        return {
            kind: "wait",
            why: `${old.length} of its pods have the proxy ${old[0]?.version ?? "?"} still`,
        };
    const unready = pods.filter(({ isReady }) => !isReady).length;
    if (unready > 0 || pods.length === 0)
        return { kind: "wait", why: `${unready || "all"} of its pods are not ready yet` };
    return { kind: "done", why: `${pods.length} ready with the proxy ${version}` };
}

/** Whether the pods of a workload are all of its present template, and available (`kubectl rollout status`). */
function isRolledOut(workload: Manifest): boolean {
    const at = (...path: readonly string[]): number => {
        const value = getIn(workload, path);
        return typeof value === "number" ? value : 0;
    };
    if (at("status", "observedGeneration") < at("metadata", "generation")) return false;
    if (workload.kind === "DaemonSet") {
        const wanted = at("status", "desiredNumberScheduled");
        return at("status", "updatedNumberScheduled") >= wanted && at("status", "numberAvailable") >= wanted;
    }
    const replicas = getIn(workload, ["spec", "replicas"]);
    const wanted = typeof replicas === "number" ? replicas : 1;
    const isWhole = at("status", "updatedReplicas") >= wanted && at("status", "readyReplicas") >= wanted;
    if (workload.kind === "StatefulSet") {
        const revision = (key: string): unknown => getIn(workload, ["status", key]);
        return isWhole && revision("currentRevision") === revision("updateRevision");
    }
    return isWhole && at("status", "replicas") <= wanted && at("status", "availableReplicas") >= wanted;
}

function conditionOf(workload: Manifest, type: string): Readonly<Record<string, unknown>> | undefined {
    const conditions = getIn(workload, ["status", "conditions"]);
    if (!Array.isArray(conditions)) return undefined;
    return conditions.filter(isRecord).find((condition) => condition["type"] === type);
}
