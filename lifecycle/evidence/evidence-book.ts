import { DAY } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { Lock } from "../settings/lock";
import type { FleetSettings } from "../settings/settings";
import type { Moment } from "../versions/request";
import type { Evidence } from "./evidence";
import { evidenceFault } from "./judge-evidence";

/** What was seen of every stack, and the moment it is held against. */
export interface EvidenceBook {
    /** By stack; a stack without an entry was not seen. */
    readonly seen: ReadonlyMap<string, Evidence>;
    /** When what was seen must be fresh: it stays at today where a question is about a day to come. */
    readonly at: Moment;
}

/** A book in which nothing is written. */
export const NO_EVIDENCE: EvidenceBook = { seen: new Map(), at: { time: 0, asked: false } };

/** A stack, as a book is asked about it. */
export interface EvidenceQuestion {
    readonly stack: string;
    readonly lock: Lock;
    /** `fleet.evidenceAge` of its settings. @default 1d */
    readonly evidenceAge?: FleetSettings["evidenceAge"];
}

/** What was seen of a stack, where it may be relied on; else why not, as {@link evidenceFault} says it. */
export function goodEvidence(
    { seen, at }: EvidenceBook,
    { stack, lock, evidenceAge = "1d" }: EvidenceQuestion,
): { readonly evidence: Evidence } | { readonly fault: string } {
    const evidence = seen.get(stack);
    const longest = { text: evidenceAge, milliseconds: parseDuration(evidenceAge) };
    const fault = evidenceFault({ stack, lock, evidence, at: momentFor(evidence, at), longest });
    if (fault !== undefined || !evidence) return { fault: fault ?? "" };
    return { evidence };
}

/** A day that somebody names is all of it: what was seen in its course is not of the future, nor of the day before. */
function momentFor(evidence: Evidence | undefined, { time, asked }: Moment): number {
    if (!evidence || !asked) return time;
    return Math.min(Math.max(Date.parse(evidence.seen), time), time + DAY - 1);
}
