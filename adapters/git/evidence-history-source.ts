import { WindlassError } from "../../lifecycle/kit/errors";
import type { Evidence } from "../../lifecycle/evidence/evidence";
import { LOCAL_EVIDENCE, REMOTE_EVIDENCE, prefixOf, readEvidenceCommits } from "./evidence-source";
import { runGit } from "./git-source";

export interface EvidenceHistoryArgs {
    /** The project's root. */
    readonly root: string;
    /** From when to when, in milliseconds since 1970. */
    readonly from: number;
    readonly until: number;
    /** Most moments of which the evidence is read, spread over that time. @default 12 */
    readonly most?: number;
    readonly signal?: AbortSignal;
}

/** What was known of every stack at a moment. */
export type PastEvidence = readonly Evidence[];

/**
 * What was seen of the fleet from time to time, oldest first, as far as this clone knows it: nothing is fetched, and what
 * cannot be read is left out. However often somebody has looked, a few commits are read.
 */
export async function readEvidenceHistory(args: EvidenceHistoryArgs): Promise<readonly PastEvidence[]> {
    const { root, signal } = args;
    try {
        const prefix = await prefixOf(root, signal);
        const commits = await commitsBetween(args);
        const stored = await readEvidenceCommits({ root, prefix, commits, signal });
        return stored.map(({ byStack }) => [...byStack.values()]).filter((seen) => seen.length > 0);
    } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof WindlassError)) throw error;
        return [];
    }
}

/** Of the commits of that time, the last of each of equal parts of it, oldest first. */
async function commitsBetween({
    root,
    from,
    until,
    most = 12,
    signal,
}: EvidenceHistoryArgs): Promise<readonly string[]> {
    for (const ref of [REMOTE_EVIDENCE, LOCAL_EVIDENCE]) {
        const since = `--since=${Math.floor(from / 1000)}`;
        const walk = ["--first-parent", "--no-show-signature", "--format=%H %ct", since];
        const args = ["log", ...walk, "--end-of-options", ref, "--"];
        const { status, stdout } = await runGit({ root, args, signal });
        if (status !== 0) continue;
        const parts = new Map<number, string>();
        for (const line of stdout.split("\n")) {
            const [, commit, seconds] = /^([0-9a-f]+) (\d+)$/.exec(line) ?? [];
            if (commit === undefined) continue;
            const time = Number(seconds) * 1000;
            const part = Math.floor((most * (time - from)) / Math.max(1, until - from + 1));
            // The newest comes first.
            if (time <= until && !parts.has(part)) parts.set(part, commit);
        }
        return [...parts].sort(([a], [b]) => a - b).map(([, commit]) => commit);
    }
    return [];
}
