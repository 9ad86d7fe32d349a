import semver from "semver";

import type { Catalog } from "./catalog";
import { type Candidate, indexCatalog } from "./catalog-index";
import type { GateContext } from "./gates/gate";
import { GATES } from "./gates/gates";
import { supportedKubernetes } from "./gates/kubernetes";
import { supportEndText } from "./gates/support";
import { type Moment, type ResolveRequest, gateContext } from "./request";
import { type Verdict, existing, firstRefusal } from "./resolve";
import { minorsBetween } from "../kit/version-order";

/** A better release out of range, and what taking it in would mean. */
export interface WideningProposal {
    readonly version: string;
    /** Range that takes it in: `~1.31 || ~1.32`. */
    readonly range: string;
    /** What changes with it, as sentences. */
    readonly meaning: readonly string[];
}

/**
 * The newest release that only the range keeps out, where it is newer than what the verdict picked.
 *
 * @param verdict - answer to the same question
 * @returns undefined where widening the range would gain nothing
 */
export function proposeWider(
    request: ResolveRequest,
    catalog: Catalog,
    at: Moment,
    verdict: Verdict,
): WideningProposal | undefined {
    if (verdict.rejected.some(({ gate }) => gate === "catalog")) return undefined;
    const context = gateContext(request, indexCatalog(catalog), at);
    const others = GATES.filter(({ name }) => name !== "range");
    const best = existing(context.index, at.time).find(
        (candidate) => firstRefusal(candidate, context, others) === undefined,
    );
    const held = verdict.version ?? request.current;
    if (!best || (held !== undefined && semver.lte(best.semver, held))) return undefined;
    return {
        version: best.version,
        range: `${request.range} || ~${best.minor}`,
        meaning: meaning(best, verdict, context),
    };
}

function meaning(best: Candidate, { version }: Verdict, context: GateContext): readonly string[] {
    const { current } = context;
    const held = version ?? current?.version;
    const kubernetes = supportedKubernetes(best.minor, context);
    const sentences = [
        `${best.minor} is supported until ${supportEndText(best.minor, context)}`,
        `${best.minor} runs on Kubernetes ${kubernetes[0] ?? "?"} to ${kubernetes.at(-1) ?? "?"}`,
    ];
    if (held === undefined) return sentences;
    const minors = minorsBetween(new semver.SemVer(held), best.semver);
    const step = minors === 0 ? "a patch of the same minor" : `${minors} minor${minors === 1 ? "" : "s"} up`;
    return [`from ${held} it is ${step}`, ...sentences];
}
