import { WindlassError } from "../kit/errors";
import type { JsonObject } from "../kit/json";
import { valueAt } from "./deep-merge";

/** First minor of Kubernetes 1 whose native sidecars are stable, and from which istiod's webhook uses them. */
const FIRST_MINOR = 33;

/** Feature flag of istiod and of `istioctl kube-inject`, read from the environment. */
export const NATIVE_SIDECARS_ENV = "ENABLE_NATIVE_SIDECARS";

/**
 * Whether every kubelet of the cluster knows native sidecars, by the rule of istiod's webhook
 * (`pkg/kube/inject/webhook.go`, DetectNativeSidecar). Offline injection cannot ask the nodes, so the stack says.
 *
 * @param kubernetes Lowest version in the cluster: `1.34`, `v1.34.2-gke.100`.
 * @throws WindlassError when it is no version.
 */
export function supportsNativeSidecars(kubernetes: string): boolean {
    const match = /^v?(?<major>\d+)\.(?<minor>\d+)(?![\d])/.exec(kubernetes);
    if (!match?.groups) {
        throw new WindlassError({
            key: "cluster.kubernetes",
            value: kubernetes,
            rule: "must be a Kubernetes version",
            remedy: "Write it as 1.34 or v1.34.2-gke.100",
        });
    }
    const [major, minor] = [Number(match.groups["major"]), Number(match.groups["minor"])];
    return major > 1 || (major === 1 && minor >= FIRST_MINOR);
}

/** Whether istiod Helm values, the user's merged in, make the proxy a native sidecar. */
export function usesNativeSidecars(values: JsonObject): boolean {
    return valueAt(values, ["pilot", "env", NATIVE_SIDECARS_ENV]) === "true";
}
