import { compareText } from "../kit/compare-text";
import type { ObservedPod } from "./observe-pod";
import type { ProxyTally } from "./observed";

type Counted = { -readonly [Key in keyof ProxyTally]: ProxyTally[Key] };

/** Counts pods as they come, one by one or a page at a time: what it keeps grows with workloads, not with pods. */
export class ProxyCount {
    private readonly tallies = new Map<string, Counted>();

    add({ workload, version, revision, isReady, trouble }: ObservedPod): void {
        const key = [workload, version, revision].join(" ");
        const tally: Counted = this.tallies.get(key) ?? { workload, version, revision, pods: 0, ready: 0 };
        tally.pods++;
        if (isReady) tally.ready++;
        if (trouble && tally.trouble?.isLasting !== true && (trouble.isLasting || !tally.trouble))
            tally.trouble = trouble;
        this.tallies.set(key, tally);
    }

    /** Sorted by workload, version and revision. */
    list(): readonly ProxyTally[] {
        return [...this.tallies].sort(([a], [b]) => compareText(a, b)).map(([, tally]) => tally);
    }
}

/** Pods by a word of theirs, the most first: `1.31.1: 312`. */
export function podsBy(
    tallies: readonly ProxyTally[],
    word: (tally: ProxyTally) => string,
): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const tally of tallies) counts.set(word(tally), (counts.get(word(tally)) ?? 0) + tally.pods);
    return new Map([...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b)));
}
