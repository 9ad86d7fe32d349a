import { compareText } from "../kit/compare-text";
import { closeDownwards } from "./bulletin-ranges";
import type { Advisory, Bulletin, BulletinKind, Catalog, SkewPair } from "./catalog";

/** One fault, as gates judge it: what is affected, after correction and closed downwards. */
export interface Finding {
    readonly id: string;
    /** Day it was published: before, nobody could know. */
    readonly date: string;
    readonly kind: BulletinKind;
    /** CVSS base score; undefined where nobody gave one. Unknown blocks like the worst. */
    readonly cvss?: number;
    /** CVE ids. Those a page leaves open, such as CVE-2026-XXXXX, are none: a finding goes by its own id. */
    readonly cves: readonly string[];
    /** Ranges, OR-ed; undefined when the page cannot be read: then whatever is older than it counts as affected. */
    readonly affected?: readonly string[];
    readonly skew?: SkewPair;
}

/** Kinds that a release can be free of. The others have no fixed release and refuse nothing. */
const BLOCKING: readonly BulletinKind[] = ["vulnerability", "regressed-build", "skew-dependent"];

/** Whether a finding may refuse a release at all. */
export function isBlocking({ kind }: Finding): boolean {
    return BLOCKING.includes(kind);
}

/**
 * What a bulletin means after its correction.
 *
 * Ranges are closed downwards unless the correction says that the lower bound is exact: bulletins name supported minors
 * only, and an end of life does not mend a fault.
 */
export function bulletinFinding({ id, date, page, literal, correction }: Bulletin): Finding {
    const affected = correction?.affected ?? literal;
    const exact = correction?.lowerBound === "exact";
    return {
        id,
        date,
        kind: correction?.kind ?? "vulnerability",
        cvss: correction?.cvss ?? scoreOf(page.cvss),
        cves: (correction?.cves ?? page.cves).filter((cve) => /^CVE-\d{4}-\d{4,7}$/.test(cve)),
        affected: affected && (exact ? affected : closeDownwards(affected)),
        skew: correction?.skew,
    };
}

/** Advisories are written by us, so their ranges are meant as they stand. */
export function advisoryFinding({ id, date, cvss, affected }: Advisory): Finding {
    return { id, date, kind: "vulnerability", cvss, cves: [], affected };
}

/** Everything that can be wrong with a mesh of some version, oldest first. */
export function meshFindings({ bulletins, advisories }: Catalog): readonly Finding[] {
    const findings = [...bulletins.map(bulletinFinding), ...advisories.map(advisoryFinding)];
    return findings.sort((a, b) => compareText(a.date, b.date) || compareText(a.id, b.id));
}

function scoreOf(written: string): number | undefined {
    const score = /^\d{1,2}(?:\.\d)?$/.test(written) ? Number(written) : undefined;
    return score !== undefined && score <= 10 ? score : undefined;
}
