import { checkInterval } from "../canaries/flagger-load";
import { getIn } from "../kit/json-path";
import { type Manifest, objectId } from "../workloads/manifest";
import { isSkippedByHand } from "./field-managers";
import { imagesOf, targetOf } from "./observe-canary";
import { versionOfImage } from "./observe-pod";
import { templateDigest } from "./template-digest";

/** What a person does to rollouts. */
export type RolloutAction = "retry" | "abort" | "promote";

/** Every {@link RolloutAction}. */
export const ROLLOUT_ACTIONS = ["retry", "abort", "promote"] as const satisfies readonly RolloutAction[];

/** What a person does to workloads, and is recorded. */
export const INTERVENTIONS = [...ROLLOUT_ACTIONS, "restart"] as const;

/** A Canary between what is asked for and what serves, as far as it matters to who intervenes. */
export interface RolloutState {
    /** `namespace/Canary/name` */
    readonly id: string;
    /** `namespace/Kind/name` of its target. */
    readonly target: string;
    readonly uid: string;
    readonly resourceVersion: string;
    /** `status.phase`; undefined before Flagger has looked at it. */
    readonly phase?: string;
    readonly failedChecks: number;
    /** Failed checks after which Flagger takes a rollout back. */
    readonly threshold: number;
    /** Hash of the template that Flagger looked at last; undefined before the first, and where a retry was asked for. */
    readonly lastApplied?: string;
    /** Whether that is the one it promoted last, by its own record. */
    readonly isPromoted: boolean;
    /** When Flagger wrote its status last. */
    readonly lastTransition: string;
    /** Milliseconds between two looks of Flagger's. */
    readonly interval: number;
    /** Whether its analysis is skipped at present, and by whom: this program's hand, or the Canary in Git. */
    readonly skips: "no" | "by-hand" | "by-git";
    /** Whether the primary has the template its target has; undefined where one of them is not there. */
    readonly isCurrent?: boolean;
    /** Proxy of the target's template, where it is another than the primary's. */
    readonly version?: string;
}

/** The state of a Canary, its target and its primary, each as the API server has it. */
export function rolloutState(
    canary: Manifest,
    target: Manifest | undefined,
    primary: Manifest | undefined,
): RolloutState {
    const status = (key: string): unknown => getIn(canary, ["status", key]);
    const text = (value: unknown): string | undefined =>
        typeof value === "string" && value !== "" ? value : undefined;
    const number = (value: unknown): number => (typeof value === "number" ? value : 0);
    const lastApplied = text(status("lastAppliedSpec"));
    const asked = target && templateDigest(target);
    const serves = primary && templateDigest(primary);
    return {
        id: objectId(canary),
        target: targetOf(canary),
        uid: text(canary.metadata["uid"]) ?? "",
        resourceVersion: text(canary.metadata["resourceVersion"]) ?? "",
        phase: text(status("phase")),
        failedChecks: number(status("failedChecks")),
        threshold: Math.max(1, number(analysisOf(canary, "threshold"))),
        lastApplied,
        isPromoted: lastApplied !== undefined && lastApplied === status("lastPromotedSpec"),
        lastTransition: text(status("lastTransitionTime")) ?? "",
        interval: checkInterval(canary) * 1000,
        skips: skipsOf(canary),
        isCurrent: asked === undefined || serves === undefined ? undefined : asked === serves,
        version: versionAsked(target, primary),
    };
}

function analysisOf(canary: Manifest, key: string): unknown {
    return getIn(canary, ["spec", "analysis", key]) ?? getIn(canary, ["spec", "canaryAnalysis", key]);
}

function skipsOf(canary: Manifest): RolloutState["skips"] {
    if (isSkippedByHand(canary)) return "by-hand";
    return getIn(canary, ["spec", "skipAnalysis"]) === true ? "by-git" : "no";
}

function versionAsked(target: Manifest | undefined, primary: Manifest | undefined): string | undefined {
    if (!target || !primary) return undefined;
    const [asked, serves] = [target, primary].map((workload) => imagesOf(workload)["istio-proxy"]);
    return asked === undefined || asked === serves ? undefined : versionOfImage(asked);
}
