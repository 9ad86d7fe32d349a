import { dayStart } from "../../kit/day";
import type { Gate, GateContext } from "./gate";
import { isWaived, ownWaiver } from "./waivers";

/**
 * Refuses releases that do not support the cluster's Kubernetes: too old, too new or unknown. istioctl itself only
 * warns below the minimum. Distribution suffixes do not matter, the minor does. Tested but unsupported counts as
 * unsupported.
 */
export const kubernetesGate: Gate = {
    name: "kubernetes",
    concerns: ["standing"],
    judge({ minor }, context) {
        const { kubernetes } = context;
        if (!kubernetes || isWaived("kubernetes", context)) return undefined;
        const supported = supportedKubernetes(minor, context);
        const wanted = kubernetes.version.minor;
        if (supported.includes(wanted)) return undefined;
        const [lowest] = supported;
        const highest = supported.at(-1);
        if (lowest === undefined || highest === undefined)
            return `nobody knows which Kubernetes ${minor} supports`;
        const span = `${minor} supports ${lowest} to ${highest}`;
        if (minorNumber(wanted) < minorNumber(lowest))
            return `Kubernetes ${kubernetes.text} is too old: ${span}`;
        if (minorNumber(wanted) > minorNumber(highest))
            return `Kubernetes ${kubernetes.text} is too new: ${span}`;
        return `Kubernetes ${kubernetes.text} is not supported: ${span} without it`;
    },
    waivers: (_candidate, context) => ownWaiver("kubernetes", context),
};

/** Kubernetes minors that a minor of Istio supported on the day that is asked about, lowest first. */
export function supportedKubernetes(
    minor: string,
    { index, at }: Pick<GateContext, "index" | "at">,
): readonly string[] {
    const window = index.windows.get(minor);
    if (!window) return [];
    return window.kubernetes.filter((version) => {
        const since = window.kubernetesSince[version];
        return since === undefined || (dayStart(since) ?? Infinity) <= at;
    });
}

/** Kubernetes has one major. */
function minorNumber(version: string): number {
    return Number(version.split(".")[1]);
}
