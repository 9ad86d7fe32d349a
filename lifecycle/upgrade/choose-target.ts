import { blockingFaults } from "../versions/gates/bulletin";
import { blockingClientFaults } from "../versions/gates/client";
import type { Gate, GateContext, GateName } from "../versions/gates/gate";
import { GATES } from "../versions/gates/gates";
import type { Catalog } from "../versions/catalog";
import { type Candidate, indexCatalog, toCandidate } from "../versions/catalog-index";
import { openWayBack } from "../holds/way-back";
import { type Moment, type ResolveRequest, gateContext } from "../versions/request";
import { type Verdict, existing, firstRefusal, resolve } from "../versions/resolve";
import type { MinorChoice } from "./plan-upgrade";

/** Where an upgrade should end, what else was looked at, and where it may stop on the way. */
export interface TargetChoice {
    /** The best release of the range, however many steps away; undefined when none may be picked. */
    readonly target?: string | undefined;
    /** Why there is none, or why a named target would not be picked: sentences without their full stop. */
    readonly reasons: readonly string[];
    /** The resolver's answer to the same question. */
    readonly verdict: Verdict;
    /** The best allowed release of a minor. */
    readonly bestOfMinor: (minor: string) => MinorChoice;
    /** Ids of the waivers without which a release would be refused. */
    readonly neededWaivers: (version: string) => readonly string[];
    /** Ids of one release's published faults that another has not, where that one has none of them. */
    readonly mended: (from: string, to: string) => readonly string[];
}

/** How far away a release is does not decide where to go: the plan makes as many steps of it as it takes. */
const WAY_GATES: readonly Gate[] = GATES.filter(({ name }) => name !== "skew" && name !== "step");
/** Gates that refuse what nobody would have asked for. */
const FAR: readonly GateName[] = ["range", "stable"];
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
    const best = doubtOf(verdict) === undefined ? firstAllowedOrBack(context) : undefined;
    const target = named ?? best?.version;
    return {
        target,
        reasons: reasonsOf(target, best, verdict, context),
        verdict:
            target === undefined ? verdict : { ...verdict, warnings: verdict.warnings.flatMap(onTheWay) },
        bestOfMinor: (minor) => bestOfMinor(minor, request, catalog, at),
        neededWaivers: (version) => neededWaivers(version, context),
        mended: (from, to) => mended(candidateOf(from, context), candidateOf(to, context), context),
    };
}

/** The resolver knows no way of several steps: what it says about a pin outside the range is only where it starts. */
function onTheWay(warning: string): readonly string[] {
    return warning.includes(" would not be picked today (range): ")
        ? []
        : [warning.replace(/; the pin stays$/, "")];
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
        return refusal ? [`${target} would not be picked (${refusal.gate}): ${refusal.reason}`] : [];
    }
    const doubt = doubtOf(verdict);
    if (doubt !== undefined) return [doubt];
    const near = existing(context.index, context.at).flatMap((candidate) => {
        const refusal = firstRefusal(candidate, context, WAY_GATES);
        return refusal && !FAR.includes(refusal.gate) ? [refusal] : [];
    });
    const shown = near.slice(0, SHOWN).map(({ version, gate, reason }) => `${version} (${gate}): ${reason}`);
    if (near.length > SHOWN) shown.push(`${near.length - SHOWN} more releases are refused`);
    return shown.length > 0 ? shown : [`no release lies in the range ${context.range.text}`];
}

/** Why the resolver says nothing at all: the clock, or a day too far from the catalog. */
function doubtOf({ version, rejected, warnings }: Verdict): string | undefined {
    if (version !== null || rejected.some(({ gate }) => gate !== "catalog")) return undefined;
    return rejected[0]?.reason ?? warnings.find((warning) => warning.startsWith("the clock says "));
}

/** A hold bars the way to a release, never the way back. */
function firstAllowedOrBack(context: GateContext): Candidate | undefined {
    const found = firstAllowed(context);
    if (found) return found;
    const back = openWayBack(context);
    return back && firstAllowed(back);
}

function firstAllowed(context: GateContext): Candidate | undefined {
    return existing(context.index, context.at).find(
        (candidate) => firstRefusal(candidate, context, WAY_GATES) === undefined,
    );
}

function bestOfMinor(minor: string, request: ResolveRequest, catalog: Catalog, at: Moment): MinorChoice {
    const context = gateContext({ ...request, range: `~${minor}.0` }, indexCatalog(catalog), at);
    const best = firstAllowedOrBack(context);
    if (best) return { version: best.version };
    const newest = existing(context.index, context.at).find((candidate) => candidate.minor === minor);
    const refusal = newest && firstRefusal(newest, context, WAY_GATES);
    const why = refusal
        ? `${refusal.version} (${refusal.gate}): ${refusal.reason}`
        : "the catalog knows none";
    return { reason: `the way goes over ${minor}, and no release of it may be picked; ${why}` };
}

function neededWaivers(version: string, context: GateContext): readonly string[] {
    const candidate = candidateOf(version, context);
    // The range is none of a waiver's business, and a stop on the way lies outside of it.
    const gates = WAY_GATES.filter(({ name }) => name !== "range" && name !== "downgrade");
    if (firstRefusal(candidate, context, gates) !== undefined) return [];
    const ids = [...new Set(context.waivers.map(({ id }) => id))].sort();
    return ids.filter((id) => {
        const waivers = context.waivers.filter((waiver) => waiver.id !== id);
        return firstRefusal(candidate, { ...context, waivers }, gates) !== undefined;
    });
}

/** The same notion as the age gate's: nothing counts as mended by a release that has one of the faults too. */
function mended(from: Candidate, to: Candidate, context: GateContext): readonly string[] {
    const ids = faultIds(from, context);
    const kept = new Set(faultIds(to, context));
    return ids.some((id) => kept.has(id)) ? [] : ids;
}

function faultIds(candidate: Candidate, context: GateContext): readonly string[] {
    return [...blockingFaults(candidate, context), ...blockingClientFaults(candidate, context)].map(
        ({ id }) => id,
    );
}

function candidateOf(version: string, { index }: GateContext): Candidate {
    return index.byVersion.get(version) ?? toCandidate({ version });
}
