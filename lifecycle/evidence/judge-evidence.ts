import type { Lock } from "../settings/lock";
import { type Evidence, lockDigest } from "./evidence";

/** What evidence is held against. */
export interface JudgeEvidenceArgs {
    readonly stack: string;
    readonly lock: Lock;
    /** Undefined where there is none. */
    readonly evidence: Evidence | undefined;
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
    /** Age above which it says nothing of today, in milliseconds, and how that was written: `1d`. */
    readonly longest: { readonly text: string; readonly milliseconds: number };
}

/** A clock may run ahead of another by this, in milliseconds. */
export const CLOCK_SLACK = 5 * 60_000;

/**
 * Why what was seen of a stack may not be relied on: there is nothing, it is old, from the future, of another stack, or of
 * another lock. A sentence without its full stop that names the command that gets it; undefined where it is good.
 */
export function evidenceFault({ stack, lock, evidence, at, longest }: JudgeEvidenceArgs): string | undefined {
    const get = `run ${recordCommand(stack)}`;
    if (!evidence) return `nothing was seen of ${stack} yet: ${get}`;
    if (evidence.stack !== stack) return `what was seen is of ${evidence.stack}, not of ${stack}: ${get}`;
    const seen = Date.parse(evidence.seen);
    if (seen > at + CLOCK_SLACK)
        return `${stack} was seen on ${evidence.seen}, which is still to come: ${get}`;
    if (at - seen > longest.milliseconds)
        return `${stack} was last seen on ${evidence.seen}, more than ${longest.text} ago: ${get}`;
    if (evidence.lock !== lockDigest(lock))
        return `${stack} was last seen on ${evidence.seen} with other pins than its lock has now: ${get}`;
    return undefined;
}

/** The command that looks at a stack's cluster and keeps what it sees. */
export function recordCommand(stack: string): string {
    return `npm run -s windlass -- status --stack ${stack} --record`;
}
