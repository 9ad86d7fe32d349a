import { isRecord, getIn } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import { conditionOf } from "./observe-pod";
import type { ObservedDelivery } from "./observed";

/** Reasons of a Ready that is False because something else comes first: nothing has failed. */
const WAITING: readonly string[] = ["DependencyNotReady", "HealthCheckCanceled"];

/** The state of a Kustomization or a HelmRelease. What Flux says of an older spec is not said of this one. */
export function observeDelivery(object: Manifest): ObservedDelivery {
    const { metadata, kind } = object;
    const isSeen = getIn(object, ["status", "observedGeneration"]) === metadata["generation"];
    const ready = WAITING.includes(textOfReady(object, "reason")) ? "Unknown" : conditionOf(object, "Ready");
    const isRelease = kind === "HelmRelease";
    return {
        kind: isRelease ? "HelmRelease" : "Kustomization",
        namespace: metadata.namespace ?? "",
        name: metadata.name,
        ready: isSeen && (ready === "True" || ready === "False") ? ready : "Unknown",
        message: textOfReady(object, "message"),
        isSuspended: getIn(object, ["spec", "suspend"]) === true,
        applied: isRelease ? deployedChart(object) : textIn(object, ["status", "lastAppliedRevision"]),
        attempted: textIn(object, ["status", "lastAttemptedRevision"]),
    };
}

/** Version of the chart that runs: `status.history` has the newest first (HelmRelease v2). */
function deployedChart(release: Manifest): string | undefined {
    const history = getIn(release, ["status", "history"]);
    const deployed: unknown = Array.isArray(history)
        ? history.find((snapshot) => isRecord(snapshot) && snapshot["status"] === "deployed")
        : undefined;
    const version: unknown = isRecord(deployed) ? deployed["chartVersion"] : undefined;
    // helm-controller appends the digest of a chart that came as an OCI artifact.
    return typeof version === "string" ? version.split("+")[0] : undefined;
}

/** What the condition Ready says in one of its fields. */
function textOfReady(object: Manifest, field: "reason" | "message"): string {
    const conditions = getIn(object, ["status", "conditions"]);
    const found: unknown = Array.isArray(conditions)
        ? conditions.find((condition) => isRecord(condition) && condition["type"] === "Ready")
        : undefined;
    const text: unknown = isRecord(found) ? found[field] : undefined;
    return typeof text === "string" ? text : "";
}

function textIn(object: Manifest, path: readonly string[]): string | undefined {
    const value = getIn(object, path);
    return typeof value === "string" && value !== "" ? value : undefined;
}
