import { getIn, isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";

/** Why a pod is not ready. */
export interface PodTrouble {
    /** As Kubernetes says it, a clause without its full stop: `istio-proxy: CrashLoopBackOff, exit code 139`. */
    readonly reason: string;
    /** Whether waiting alone is not likely to mend it. */
    readonly isLasting: boolean;
}

/** Reasons of a waiting container that somebody has to look at (pkg/kubelet/images/types.go, kuberuntime_container.go). */
const LASTING: readonly string[] = [
    "CrashLoopBackOff",
    "ImagePullBackOff",
    "ErrImagePull",
    "ErrImageNeverPull",
    "InvalidImageName",
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
];

/** As much of a scheduler's message as a line holds. */
const SHOWN = 200;

/** What keeps a pod that is not ready from being so: of several things the one that lasts. */
export function podTrouble(pod: Manifest): PodTrouble {
    const found = [...containerTroubles(pod), ...unscheduled(pod)];
    const worst = found.find(({ isLasting }) => isLasting) ?? found[0];
    return worst ?? { reason: "it is not ready yet", isLasting: false };
}

function containerTroubles(pod: Manifest): readonly PodTrouble[] {
    return ["initContainerStatuses", "containerStatuses"]
        .flatMap((key) => listIn(pod, ["status", key]))
        .flatMap((status): PodTrouble[] => {
            const name = textIn(status, ["name"]) ?? "a container";
            const waiting = textIn(status, ["state", "waiting", "reason"]);
            const code = getIn(status, ["lastState", "terminated", "exitCode"]);
            const ended = typeof code === "number" ? `, exit code ${code}` : "";
            if (waiting !== undefined)
                return [{ reason: `${name}: ${waiting}${ended}`, isLasting: LASTING.includes(waiting) }];
            const isUnready =
                isRecord(getIn(status, ["state", "running"])) && getIn(status, ["ready"]) === false;
            return isUnready ? [{ reason: `${name} runs, and is not ready${ended}`, isLasting: false }] : [];
        });
}

/** A cluster that grows mends that by itself. */
function unscheduled(pod: Manifest): readonly PodTrouble[] {
    const condition = listIn(pod, ["status", "conditions"]).find(
        (each) => getIn(each, ["type"]) === "PodScheduled" && getIn(each, ["status"]) === "False",
    );
    if (condition === undefined) return [];
    const said = (textIn(condition, ["message"]) ?? "").replace(/\s+/g, " ").trim().slice(0, SHOWN);
    return [{ reason: `no node takes it${said === "" ? "" : `: ${said}`}`, isLasting: false }];
}

function listIn(object: unknown, path: readonly string[]): readonly unknown[] {
    const value = getIn(object, path);
    return Array.isArray(value) ? value : [];
}

function textIn(object: unknown, path: readonly string[]): string | undefined {
    const value = getIn(object, path);
    return typeof value === "string" ? value : undefined;
}
