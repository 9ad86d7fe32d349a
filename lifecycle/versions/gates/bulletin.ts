import type { Candidate, Fault } from "../catalog-index";
import { isBlocking } from "../findings";
import type { Gate, GateContext } from "./gate";
import { expiredWaiver, isWaived } from "./waivers";

/** Settles 2021-004, which is about meshes that accept plain text. */
const MTLS_ADVISORY = "ISTIO-SECURITY-2021-004";

/**
 * Refuses releases with a published fault: of any severity, and of an unknown one. Bulletins that no release mends,
 * because they are about design or configuration, are notes.
 */
export const bulletinGate: Gate = {
    name: "bulletin",
    concerns: ["standing", "proxies"],
    judge(candidate, context) {
        const [worst, ...others] = worstFirst(blockingFaults(candidate, context));
        if (!worst) return undefined;
        return `${describe(worst)}${expiredWaiver(worst.id, context)}${alsoNamed(others)}`;
    },
    notes(candidate, context) {
        const known = knownFaults(candidate, context);
        const notes = known.filter((fault) => !isBlocking(fault) && !isSettled(fault, context));
        const waived = known.filter((fault) => isBlocking(fault) && isWaived(fault.id, context));
        return [
            ...notes.map(({ id, kind }) => `${id} applies to every release: ${ADVICE[kind] ?? "read it"}`),
            ...waived.map(({ id }) => `${id} affects ${candidate.version} and is waived`),
        ];
    },
    waivers: (candidate, context) => blockingFaults(candidate, context).map(({ id }) => id),
};

const ADVICE: Readonly<Record<string, string>> = {
    "by-design": "a matter of design, restrict who may write the objects it names",
    "config-advisory": "a matter of configuration, no release mends it",
};

/** Published faults of a release that are not waived. */
export function blockingFaults(candidate: Candidate, context: GateContext): readonly Fault[] {
    return knownFaults(candidate, context).filter(
        (fault) => isBlocking(fault) && pairMatches(fault, context) && !isWaived(fault.id, context),
    );
}

function knownFaults({ semver, date }: Candidate, { index, at }: GateContext): readonly Fault[] {
    return index.faultsOf(semver, date).filter(({ time }) => time <= at);
}

/** A skew-dependent fault needs a proxy of the vulnerable pair. */
function pairMatches({ proxies }: Fault, { sidecars }: GateContext): boolean {
    return !proxies || sidecars.some((sidecar) => proxies(sidecar));
}

function isSettled({ id }: Fault, { mtls }: GateContext): boolean {
    return id === MTLS_ADVISORY && mtls === "STRICT";
}

/** What is known to be worst stands first, then the newest. */
function worstFirst(faults: readonly Fault[]): readonly Fault[] {
    return [...faults].sort((a, b) => (b.cvss ?? 0) - (a.cvss ?? 0) || b.time - a.time);
}

function alsoNamed(others: readonly Fault[]): string {
    if (others.length === 0) return "";
    // All of them: what is too long for a reader is cut where it is shown.
    const newest = [...others].sort((a, b) => b.time - a.time).map(({ id }) => id);
    return `, as ${others.length === 1 ? "does" : "do"} ${newest.join(", ")}`;
}

function describe({ id, date, kind, cvss, affected }: Fault): string {
    if (!affected) return `${id} of ${date} cannot be read, so every release before it counts as affected`;
    const score = cvss === undefined ? "severity unknown" : `CVSS ${cvss}`;
    return `${id} of ${date} (${score}) affects it${DETAIL[kind] ?? ""}`;
}

const DETAIL: Readonly<Record<string, string>> = {
    "regressed-build": ", a build that lost an earlier fix",
    "skew-dependent": " when it serves these proxies",
};
