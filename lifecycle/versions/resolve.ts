import { ExitStatus } from "../kit/errors";
import type { Catalog } from "./catalog";
import type { ToolName } from "../settings/pinned-parts";
import { type Candidate, type CatalogIndex, indexCatalog, indexTool } from "./catalog-index";
import { dayOf, daysBetween } from "../kit/day";
import { beyondJudgement, catalogWarning } from "./gates/catalog";
import { type Gate, type GateContext, type GateName, concerning } from "./gates/gate";
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

/** Something a verdict says beside its answer. */
export interface VerdictWarning {
    /** One sentence without its full stop. */
    readonly text: string;
    /** Where it says that the pin would not be picked today: by which gate, or that the catalog does not know it. */
    readonly ofPin?: GateName | "unknown";
}

/** What the resolver answers. */
export interface Verdict {
    /** The best release; null when none may be picked: then the pin stays. */
    readonly version: string | null;
    /** Every release that a gate refuses, newest first. */
    readonly rejected: readonly Rejection[];
    /** What is allowed but worth knowing. */
    readonly warnings: readonly VerdictWarning[];
    /** Why nothing at all can be said, as a sentence without its full stop: the clock, or a day too far from the catalog. */
    readonly doubt?: string;
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

/** Whether a release was refused for more than that nobody asked for such a one: it lies in the range, say. */
export function wasAskedFor({ gate }: Rejection): boolean {
    return !OF_REQUESTS.has(gate);
}

const OF_REQUESTS = new Set(concerning(GATES, "request").map(({ name }) => name));

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
    const said = (texts: readonly string[]): readonly VerdictWarning[] => texts.map((text) => ({ text }));
    const warnings = [
        ...said(catalogWarning(context)),
        ...said(heldFixes(candidates, context, gates)),
        ...said(gaps(context, gates)),
        ...pinWarnings(context, rejected),
        ...(best ? gates.flatMap((gate) => said(gate.notes?.(best, context) ?? [])) : []),
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
        warnings: [{ text: doubt }],
        doubt,
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

function pinWarnings(
    { current, index }: GateContext,
    rejected: readonly Rejection[],
): readonly VerdictWarning[] {
    if (!current) return [];
    const { version } = current;
    if (!index.byVersion.has(version)) {
        const text = `the current ${version} is no release the catalog knows: it was withdrawn, or never was one`;
        return [{ text, ofPin: "unknown" }];
    }
    const refusal = rejected.find((each) => each.version === version);
    if (!refusal) return [];
    const { gate, reason } = refusal;
    return [{ text: `the current ${version} would not be picked today (${gate}): ${reason}`, ofPin: gate }];
}

/** The sentences of a verdict's warnings: of a pin that would not be picked they say that it stays, where nothing is. */
export function warningTexts({
    version,
    warnings,
}: Pick<Verdict, "version" | "warnings">): readonly string[] {
    const kept = version === null ? "; the pin stays" : "";
    return warnings.map(({ text, ofPin }) => (ofPin === undefined ? text : `${text}${kept}`));
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
