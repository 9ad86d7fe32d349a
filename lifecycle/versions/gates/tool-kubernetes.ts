import semver from "semver";

import type { Candidate } from "../catalog-index";
import type { KubernetesVersion } from "../../kit/kubernetes-version";
import type { Gate, GateContext } from "./gate";
import { isWaived, ownWaiver } from "./waivers";

/**
 * Refuses releases of a tool that do not run on the cluster's Kubernetes, by what their makers say: too old a minor, or
 * too old a patch of it. A release nobody has looked up yet is refused too; a tool nobody has looked up is not judged.
 */
export const toolKubernetesGate: Gate = {
    name: "kubernetes",
    concerns: ["standing"],
    judge(candidate, context) {
        const { kubernetes, index } = context;
        if (!kubernetes || index.toolWindows === undefined || isWaived("kubernetes", context))
            return undefined;
        const minimum = minimumOf(candidate, context);
        if (!minimum) return "nobody has looked up yet which Kubernetes it runs on";
        const { text, version } = kubernetes;
        const runs = `it runs on Kubernetes ${minimum.join(", ")} and later patches of each`;
        const first = firstPatch(version, minimum);
        if (first === undefined) return `Kubernetes ${text} is too old: ${runs}`;
        return version.patch === undefined || version.patch >= first
            ? undefined
            : `Kubernetes ${text} is too old a patch of ${version.minor}: ${runs}`;
    },
    notes(candidate, context) {
        const { kubernetes } = context;
        const minimum = minimumOf(candidate, context);
        if (!kubernetes || !minimum || kubernetes.version.patch !== undefined) return [];
        const first = firstPatch(kubernetes.version, minimum);
        if (first === undefined || first === 0) return [];
        return [
            `${candidate.version} needs Kubernetes ${kubernetes.version.minor}.${first} at least, and the stack only says ${kubernetes.text}`,
        ];
    },
    waivers: (_candidate, context) => ownWaiver("kubernetes", context),
};

function minimumOf({ semver: version }: Candidate, { index }: GateContext): readonly string[] | undefined {
    return index.toolWindows?.find(({ holds }) => holds(version))?.minimum;
}

/** First patch of the cluster's minor that will do; undefined where the minor is older than all that will. */
function firstPatch({ minor }: KubernetesVersion, minimum: readonly string[]): number | undefined {
    const wanted = minorNumber(minor);
    const own = minimum.find((version) => minorNumber(version) === wanted);
    if (own !== undefined) return semver.patch(own);
    return minimum.every((version) => minorNumber(version) < wanted) ? 0 : undefined;
}

/** Kubernetes has one major. */
function minorNumber(version: string): number {
    return Number(version.split(".")[1]);
}
