import type { Catalog } from "../versions/catalog";
import { type Candidate, indexCatalog } from "../versions/catalog-index";
import { blockingFaults } from "../versions/gates/bulletin";
import { blockingClientFaults } from "../versions/gates/client";
import { openWayBack } from "../holds/way-back";
import { downgradeGate } from "../versions/gates/downgrade";
import type { GateContext } from "../versions/gates/gate";
import { rangeGate } from "../versions/gates/range";
import { type EmergencyFix, mendedFaults, emergencyFix } from "../versions/gates/emergency-fix";
import { type Moment, type ResolveRequest, gateContext } from "../versions/request";
import {
    type Verdict,
    existing,
    firstRefusal,
    resolve,
    warningTexts,
    wasAskedFor,
} from "../versions/resolve";
import type { MinorChoice } from "./plan-upgrade";
import { WAY_GATES, candidateOf, concernsOf, helpfulWaivers, leastFaulty, lenientGates } from "./way-gates";

/** Where an upgrade should end, what else was looked at, and where it may stop on the way. */
export interface TargetChoice {
    /**
     * The best release of the range, however many steps away; where none may be picked, a patch of the pin's own minor that
     * mends; undefined when there is none either.
     */
    readonly target?: string;
    /** Why there is none, or why a named target would not be picked: sentences without their full stop. */
    readonly reasons: readonly string[];
    /** The resolver's answer to the same question. */
    readonly verdict: Verdict;
    /** What is allowed but worth knowing, of the way to the target where there is one: sentences without their full stop. */
    readonly warnings: readonly string[];
    /** Every release the gates let pass, newest first: what else may be taken while the best is held. */
    readonly allowed: readonly string[];
    /** The release for which waits are lifted, where the pin is vulnerable: the nearest that mends. */
    readonly emergency?: EmergencyFix;
    /** The best release of a minor to stop at; one that could be no target where nothing better is to be had. */
    readonly bestOfMinor: (minor: string) => MinorChoice;
    /** What speaks against a release that is taken only as a stop, or because it is better than what runs. */
    readonly concerns: (version: string) => readonly string[];
    /** Ids of the waivers without which a release would be refused. */
    readonly neededWaivers: (version: string) => readonly string[];
    /** Ids of one release's published faults of the mesh that another has not, where that one has none of them. */
    readonly mended: (from: string, to: string) => readonly string[];
    /** What the gates were asked with. */
    readonly context: GateContext;
}

/** As many refused releases as a reader wants to see. */
const SHOWN = 5;

/**
 * Where a stack's Istio should go: the newest release of its range that all gates let pass but those that judge how far
 * one step may go.
 *
 * @param named - a target somebody asks about: it is taken as it is, and the gates only have their say
 */
export function chooseTarget(
    request: ResolveRequest,
    catalog: Catalog,
    at: Moment,
    named?: string,
): TargetChoice {
    const verdict = resolve(request, catalog, at);
    const context = gateContext(request, indexCatalog(catalog), at);
    const isDoubtful = verdict.doubt !== undefined;
    const allowed = isDoubtful ? [] : allowedOrBack(context);
    const best = allowed[0] ?? (isDoubtful ? undefined : patchThatMends(context));
    const target = named ?? best?.version;
    return {
        target,
        reasons: reasonsOf(target, best, verdict, context),
        verdict,
        warnings: warningTexts(target === undefined ? verdict : onTheWay(verdict, target)),
        allowed: allowed.map(({ version }) => version),
        emergency: emergencyFix(context),
        bestOfMinor: (minor) => bestOfMinor(minor, request, catalog, at),
        concerns: (version) => concernsOf(candidateOf(version, context), context),
        neededWaivers: (version) => neededWaivers(version, context),
        mended: (from, to) => mendedFaults(candidateOf(from, context), candidateOf(to, context), context),
        context,
    };
}

/** The resolver knows no way of several steps: what it says about a pin outside the range is only where it starts. */
function onTheWay(verdict: Verdict, target: string): Verdict {
    const warnings = verdict.warnings.filter(({ ofPin }) => ofPin !== rangeGate.name);
    return { ...verdict, version: target, warnings };
}

function reasonsOf(
    target: string | undefined,
    best: Candidate | undefined,
    verdict: Verdict,
    context: GateContext,
): readonly string[] {
    if (target !== undefined) {
        if (target === best?.version) return [];
        const candidate = candidateOf(target, context);
        if (!context.index.byVersion.has(candidate.version))
            return [`${target} is no release the catalog knows`];
        const refusal = firstRefusal(candidate, context, WAY_GATES);
        if (!refusal) return [];
        const why = `${target} would not be picked (${refusal.gate}): ${refusal.reason}`;
        return [why, ...waiverAdvice(candidate, context)];
    }
    if (verdict.doubt !== undefined) return [verdict.doubt];
    const near = existing(context.index, context.at).flatMap((candidate) => {
        const refusal = firstRefusal(candidate, context, WAY_GATES);
        return refusal && wasAskedFor(refusal) ? [{ candidate, ...refusal }] : [];
    });
    const shown = near.slice(0, SHOWN).map(({ version, gate, reason }) => `${version} (${gate}): ${reason}`);
    if (near.length > SHOWN) shown.push(`${near.length - SHOWN} more releases are refused`);
    if (shown.length === 0) return [`no release lies in the range ${context.range.text}`];
    const helped = near
        .map(({ candidate }) => waiverAdvice(candidate, context))
        .find((advice) => advice.length > 0);
    return [...shown, ...(helped ?? [])];
}

/** The waivers that would help, whole: a person may decide to live with what they say. */
function waiverAdvice(candidate: Candidate, context: GateContext): readonly string[] {
    const ids = helpfulWaivers(candidate, context);
    if (ids.length === 0) return [];
    const named = ids.length === 1 ? "the waiver" : "all of the waivers";
    return [
        `${candidate.version} could be picked with ${named} ${ids.join(", ")} in windlass:istio.waivers, each with a reason and its last day`,
    ];
}

/** A hold bars the way to a release, never the way back. */
function allowedOrBack(context: GateContext): readonly Candidate[] {
    const found = allowedReleases(context);
    const back = found.length > 0 ? undefined : openWayBack(context);
    return back ? allowedReleases(back) : found;
}

function allowedReleases(context: GateContext): readonly Candidate[] {
    return existing(context.index, context.at).filter(
        (candidate) => firstRefusal(candidate, context, WAY_GATES) === undefined,
    );
}

/**
 * A newer patch of the pin's own minor that has fewer of its published faults and none beside them, where no release of
 * the range may be picked: to stay at more of them helps nobody. What speaks against it is said all the same.
 */
function patchThatMends(context: GateContext): Candidate | undefined {
    const { current } = context;
    if (!current) return undefined;
    const gates = lenientGates(context);
    const faults = (candidate: Candidate): ReadonlySet<string> =>
        new Set(
            [...blockingFaults(candidate, context), ...blockingClientFaults(candidate, context)].map(
                ({ id }) => id,
            ),
        );
    const before = faults(current);
    const better = existing(context.index, context.at).filter((candidate) => {
        if (candidate.minor !== current.minor || candidate.semver.compare(current.semver) <= 0) return false;
        const after = faults(candidate);
        if (after.size >= before.size || [...after].some((id) => !before.has(id))) return false;
        return firstRefusal(candidate, context, gates) === undefined;
    });
    return leastFaulty(better, context);
}

function bestOfMinor(minor: string, request: ResolveRequest, catalog: Catalog, at: Moment): MinorChoice {
    const context = gateContext({ ...request, range: `~${minor}.0` }, indexCatalog(catalog), at);
    const [best] = allowedOrBack(context);
    if (best) return { version: best.version };
    const gates = lenientGates(context);
    const tolerable = existing(context.index, context.at).filter(
        (candidate) => firstRefusal(candidate, context, gates) === undefined,
    );
    const stop = leastFaulty(tolerable, context);
    if (stop) return { version: stop.version };
    const newest = existing(context.index, context.at).find((candidate) => candidate.minor === minor);
    const refusal = newest && firstRefusal(newest, context, gates);
    const why = refusal
        ? `${refusal.version} (${refusal.gate}): ${refusal.reason}`
        : "the catalog knows none";
    return { reason: `the way goes over ${minor}, and no release of it may be picked; ${why}` };
}

function neededWaivers(version: string, context: GateContext): readonly string[] {
    const candidate = candidateOf(version, context);
    // The range is none of a waiver's business, and a stop on the way lies outside of it.
    const gates = WAY_GATES.filter((gate) => gate !== rangeGate && gate !== downgradeGate);
    if (firstRefusal(candidate, context, gates) !== undefined) return [];
    const ids = [...new Set(context.waivers.map(({ id }) => id))].sort();
    return ids.filter((id) => {
        const waivers = context.waivers.filter((waiver) => waiver.id !== id);
        return firstRefusal(candidate, { ...context, waivers }, gates) !== undefined;
    });
}
