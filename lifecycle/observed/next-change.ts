import type { RolloutAction, RolloutState } from "./rollout-state";

/** What is to be done next to one Canary. */
export type NextChange =
    /** Nothing any more. */
    | { readonly kind: "done"; readonly why: string }
    /** Nothing, and nothing will help. */
    | { readonly kind: "refused"; readonly why: string }
    /** Flagger's turn. */
    | { readonly kind: "wait"; readonly why: string }
    /** A change of its status, in the form of a JSON merge patch. */
    | { readonly kind: "status"; readonly status: Readonly<Record<string, unknown>>; readonly why: string }
    /** Whether its analysis is skipped by this program's hand. */
    | { readonly kind: "skip"; readonly skip: boolean; readonly why: string };

/** What this run has done to a Canary so far. */
export interface RolloutProgress {
    /** Whether it has changed anything of it. */
    readonly isTouched: boolean;
    /** Whether Flagger has written its status since it was first seen, and since it was last changed. */
    readonly hasLooked: boolean;
}

/** Phases in which nothing is under way (pkg/apis/flagger/v1beta1/status.go). */
const AT_REST: readonly string[] = ["Initialized", "Succeeded", "Failed"];
/** Phases in which Flagger measures, and has not yet decided. */
const MEASURED: readonly string[] = ["Progressing", "WaitingPromotion"];
/** Phases in which the primary is being replaced. */
const PROMOTED: readonly string[] = ["Promoting", "Finalising"];

/**
 * What brings a Canary nearer to the end a person wants, from its state alone: whoever is interrupted, or comes a second
 * time, goes on from there. Pure.
 *
 * All is done in `status`, which neither Flux nor Pulumi writes, or in one field that neither has and both leave alone
 * (`spec.skipAnalysis` under an owner of its own), in ways that Flagger 1.44 honours (pkg/controller/scheduler.go):
 *
 * - retry: an empty `lastAppliedSpec` is a target that has changed (`hasSpecChanged` in pkg/canary/spec.go);
 * - abort: as many failed checks as the threshold are a rollout that has failed: Flagger takes it back itself;
 * - promote: a skipped analysis copies the target to the primary at the next look, as for any Canary that says so;
 * - where the primary has the target's template already, and Flagger's record says otherwise, the record is put right.
 */
export function nextChange(
    action: RolloutAction,
    state: RolloutState,
    progress: RolloutProgress,
): NextChange {
    const { phase, skips } = state;
    if (action !== "promote" && skips === "by-hand")
        return { kind: "skip", skip: false, why: "its analysis counts again" };
    if (phase === undefined || phase === "Initializing")
        return { kind: "done", why: "Flagger is still setting it up" };
    if (phase === "Terminating") return { kind: "refused", why: "it is being removed" };
    return DECIDE[action](state, progress);
}

type Decide = (state: RolloutState, progress: RolloutProgress) => NextChange;

const DECIDE: Readonly<Record<RolloutAction, Decide>> = { retry, abort, promote };

function retry(state: RolloutState, progress: RolloutProgress): NextChange {
    const { phase = "" } = state;
    if (!AT_REST.includes(phase)) return { kind: "done", why: `its analysis is under way (${phase})` };
    return settled(state, progress) ?? startAnew(state);
}

function abort(state: RolloutState, progress: RolloutProgress): NextChange {
    const { phase = "", failedChecks, threshold, isCurrent, version } = state;
    if (PROMOTED.includes(phase))
        return { kind: "refused", why: `it is being promoted (${phase}): windlass rollback takes it back` };
    if (MEASURED.includes(phase)) {
        if (failedChecks >= threshold) return { kind: "wait", why: "Flagger takes it back at its next look" };
        const why = `its analysis ends as failed${version === undefined ? "" : `, of ${version}`}`;
        return { kind: "status", status: { failedChecks: threshold }, why };
    }
    if (phase === "Waiting")
        return { kind: "status", status: { phase: "Failed" }, why: "it waits for no approval any more" };
    if (progress.isTouched && !progress.hasLooked) return { kind: "wait", why: "Flagger has not looked yet" };
    if (phase === "Failed" && isCurrent === false)
        return { kind: "done", why: "its rollout is taken back: the primary is as it was" };
    const rest = settled(state, progress);
    if (rest) return rest;
    return { kind: "wait", why: "Flagger has not looked at the change yet" };
}

function promote(state: RolloutState, progress: RolloutProgress): NextChange {
    const { phase = "", skips } = state;
    const rest = AT_REST.includes(phase) ? settled(state, progress) : undefined;
    if (rest?.kind === "done" && skips === "by-hand")
        return { kind: "skip", skip: false, why: "its analysis counts again" };
    if (rest) return rest;
    if (skips === "no") return { kind: "skip", skip: true, why: "its analysis is skipped" };
    if (phase === "Waiting")
        return { kind: "status", status: { phase: "Progressing" }, why: "it waits for no approval any more" };
    if (AT_REST.includes(phase)) return startAnew(state);
    return { kind: "wait", why: `Flagger promotes it at its next look (${phase})` };
}

/** Has Flagger take the target for changed, whatever it has looked at before. */
function startAnew({ lastApplied }: RolloutState): NextChange {
    if (lastApplied === undefined) return { kind: "wait", why: "Flagger has not looked yet" };
    return { kind: "status", status: { lastAppliedSpec: "" }, why: "it is analysed anew" };
}

/**
 * The end of a Canary at rest whose primary has the template that is asked for. Where Flagger's record says otherwise (a
 * change that was taken back while it was measured leaves that), it is put right once Flagger has looked: the hash it has
 * written by then is the target's.
 */
function settled(state: RolloutState, { hasLooked }: RolloutProgress): NextChange | undefined {
    const { isCurrent = state.isPromoted, isPromoted, lastApplied, phase } = state;
    if (!isCurrent) return undefined;
    if (isPromoted) return { kind: "done", why: "its primary has what is asked for" };
    if (lastApplied === undefined || (phase === "Failed" && !hasLooked))
        return { kind: "wait", why: "Flagger has not looked yet" };
    const why = "its primary has what is asked for, and Flagger's record is put right";
    return { kind: "status", status: { lastPromotedSpec: lastApplied }, why };
}
