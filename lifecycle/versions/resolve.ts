import { ExitStatus } from "../kit/errors";
import type { Catalog, ToolName } from "./catalog";
import { type Candidate, type CatalogIndex, indexCatalog, indexTool } from "./catalog-index";
import { dayOf, daysBetween } from "../kit/day";
import { beyondJudgement, catalogWarning } from "./gates/catalog";
import type { Gate, GateContext, GateName } from "./gates/gate";
import { GATES, TOOL_GATES } from "./gates/gates";
import { heldFixes } from "./held-fixes";
import { type Moment, type ResolveRequest, gateContext } from "./request";

/** A release that was not picked, the first gate that refuses it and why. */
export interface Rejection {
    readonly version: string;
    readonly gate: GateName;
    /** One sentence without its full stop; "it" is the release. */
    readonly reason: string;
}

/** What the resolver answers. */
export interface Verdict {
    /** The best release; null when none may be picked: then the pin stays. */
    readonly version: string | null;
    /** Every release that a gate refuses, newest first. */
    readonly rejected: readonly Rejection[];
    /** What is allowed but worth knowing, as sentences. */
    readonly warnings: readonly string[];
    /** Day of the catalog. */
    readonly catalog: string;
    /** Ids of the waivers without which the version would have been refused. */
    readonly waivers: readonly string[];
}

/** Days by which a clock may run behind the day a catalog was made on, somewhere else on the globe. */
const CLOCK_SLACK = 2;

/**
 * The best release of Istio in a range: the newest that every gate lets pass, on the day that is asked about.
 *
 * A function of its arguments: the same question has the same answer everywhere and always.
 *
 * @throws WindlassError when the request cannot be read
 */
export function resolve(request: ResolveRequest, catalog: Catalog, at: Moment): Verdict {
    return judge(gateContext(request, indexCatalog(catalog), at), GATES, at);
}

/** The best release of Flux, its operator or Flagger, by the same rules; what does not apply to them is not asked. */
export function resolveTool(tool: ToolName, request: ResolveRequest, catalog: Catalog, at: Moment): Verdict {
    return judge(gateContext(request, indexTool(catalog, tool), at), TOOL_GATES, at);
}

/** The first gate that refuses a release, if any does. */
export function firstRefusal(
    candidate: Candidate,
    context: GateContext,
    gates: readonly Gate[],
): Rejection | undefined {
    for (const gate of gates) {
        const reason = gate.judge(candidate, context);
        if (reason !== undefined) return { version: candidate.version, gate: gate.name, reason };
    }
    return undefined;
}

/** Releases that exist on the day, newest first. One of unknown date may exist; its age is refused. */
export function existing({ candidates, newest }: CatalogIndex, at: number): readonly Candidate[] {
    if (newest <= at) return candidates;
    return candidates.filter(({ time }) => time === undefined || time <= at);
}

function judge(context: GateContext, gates: readonly Gate[], at: Moment): Verdict {
    const { index } = context;
    const doubt = beyondJudgement(context) ?? clockDoubt(index, at);
    if (doubt !== undefined) return noVerdict(doubt, context);
    let best: Candidate | undefined;
    const rejected: Rejection[] = [];
    const candidates = existing(index, context.at);
    if (candidates.length === 0) return noVerdict(`no release existed on ${dayOf(context.at)}`, context);
    for (const candidate of candidates) {
        const refusal = firstRefusal(candidate, context, gates);
        if (refusal) rejected.push(refusal);
        else best ??= candidate;
    }
    const warnings = [
        ...catalogWarning(context),
        ...heldFixes(candidates, context, gates),
        ...gaps(context, gates),
        ...currentWarnings(context, rejected, best),
        ...(best ? gates.flatMap((gate) => gate.notes?.(best, context) ?? []) : []),
    ];
    const waivers = best ? neededWaivers(best, context, gates) : [];
    return { version: best?.version ?? null, rejected, warnings, catalog: index.date, waivers };
}

/** Nothing is picked and nothing is kept: whatever is said would be a guess. */
function noVerdict(doubt: string, context: GateContext): Verdict {
    const { index } = context;
    const refuse = ({ version }: Candidate): Rejection => ({ version, gate: "catalog", reason: doubt });
    const known = Number.isFinite(context.at) ? existing(index, context.at) : index.candidates;
    return {
        version: null,
        rejected: known.map(refuse),
        warnings: [doubt],
        catalog: index.date,
        waivers: [],
    };
}

function clockDoubt({ date, time }: CatalogIndex, at: Moment): string | undefined {
    if (at.asked || daysBetween(at.time, time) <= CLOCK_SLACK) return undefined;
    return `the clock says ${dayOf(at.time)}, which is before the catalog of ${date}: set the clock, or name the day`;
}

/** What was not asked, and therefore not looked at. */
function gaps({ kubernetes }: GateContext, gates: readonly Gate[]): readonly string[] {
    const applies = gates.some(({ name }) => name === "kubernetes");
    if (!applies || kubernetes) return [];
    return ["no Kubernetes version was given, so whether the cluster is supported was not looked at"];
}

function currentWarnings(
    { current, index }: GateContext,
    rejected: readonly Rejection[],
    best?: Candidate,
): readonly string[] {
    if (!current) return [];
    const kept = best ? "" : "; the pin stays";
    if (!index.byVersion.has(current.version)) {
        return [
            `the current ${current.version} is no release the catalog knows: it was withdrawn, or never was one${kept}`,
        ];
    }
    const refusal = rejected.find(({ version }) => version === current.version);
    if (!refusal) return [];
    return [
        `the current ${current.version} would not be picked today (${refusal.gate}): ${refusal.reason}${kept}`,
    ];
}

/** A waiver is needed when the release is refused without it. */
function neededWaivers(best: Candidate, context: GateContext, gates: readonly Gate[]): readonly string[] {
    const ids = [...new Set(context.waivers.map(({ id }) => id))].sort();
    return ids.filter((id) => {
        const without = { ...context, waivers: context.waivers.filter((waiver) => waiver.id !== id) };
        return firstRefusal(best, without, gates) !== undefined;
    });
}

/** Exit status that goes with a verdict. */
export function verdictStatus({ version }: Verdict): ExitStatus {
    return version === null ? ExitStatus.noCandidate : ExitStatus.ok;
}
