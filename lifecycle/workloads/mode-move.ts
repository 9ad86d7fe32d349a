import type { DataPlaneMode } from "../settings/settings";
import { modeConflict } from "./data-plane-mode";

/**
 * Modes of a namespace and of the workloads in it, as they are applied together: the namespace first, then the pod
 * templates. Where the two differ, the workloads carry the annotation `windlass.dev/data-plane-mode`.
 */
export interface ModeStep {
    readonly namespace: DataPlaneMode;
    readonly workloads: DataPlaneMode;
}

/** How a namespace with all its workloads comes from one mode to another. */
export interface ModeMove {
    /** What to apply, one after the other; between two of them every rollout and every canary has to be finished. */
    readonly steps: readonly ModeStep[];
    /** Whether the pod templates stay as they are, so that running pods keep what they have until they are restarted. */
    readonly needsRestart: boolean;
}

/**
 * Steps on which no pod that is created on the way, by a rollout, an autoscaler or an eviction, is without a proxy, if
 * both ends have one.
 *
 * Where labels would take the proxy away before the templates bring another, the templates go first. Flagger's
 * `<name>-primary` keeps the old template until its canary is promoted, which is why a step waits for canaries.
 */
export function planModeMove(from: DataPlaneMode, to: DataPlaneMode): ModeMove {
    const needsRestart = (from === "none" && to === "webhook") || (from === "webhook" && to === "none");
    return {
        steps: from === to ? [] : [...between(from, to), { namespace: to, workloads: to }],
        needsRestart,
    };
}

function between(from: DataPlaneMode, to: DataPlaneMode): readonly ModeStep[] {
    // D + label is no proxy: the sidecar has to be in the templates before the namespace is closed.
    if (from === "pin" && to === "git") return [{ namespace: "pin", workloads: "git" }];
    // Without a label on the namespace only pods with one of their own are injected.
    if (from === "webhook" && to === "pin") return [{ namespace: "webhook", workloads: "pin" }];
    if (from === "webhook" && to === "git")
        return [
            { namespace: "webhook", workloads: "pin" },
            { namespace: "pin", workloads: "git" },
        ];
    // With an enabling label the webhook would replace the sidecars from Git on the way.
    if (from === "git" && to === "webhook") return [{ namespace: "pin", workloads: "pin" }];
    return [];
}

/** A move in words, for a person who is about to make it; undefined where one step is enough. */
export function describeModeMove(
    namespace: string,
    from: DataPlaneMode,
    to: DataPlaneMode,
): string | undefined {
    const { steps } = planModeMove(from, to);
    if (steps.length < 2) return undefined;
    const words = steps.map((step, index) => {
        const workloads =
            step.namespace === step.workloads ? "" : `, its workloads annotated ${step.workloads}`;
        return `(${index + 1}) mode ${step.namespace}${workloads}`;
    });
    return `namespace ${namespace} cannot go from ${from} to ${to} in one step without pods that lack the proxy they should have: apply ${words.join(", then ")}; let every canary finish in between`;
}

/** Whether a step may stand in the settings at all. */
export function isAllowedStep({ namespace, workloads }: ModeStep): boolean {
    return modeConflict(namespace, workloads) === undefined;
}
