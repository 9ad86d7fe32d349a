import type { Hold } from "../holds/hold";
import { canonicalJson } from "../kit/canonical-json";
import { dayOf } from "../kit/day";
import type { INTERVENTIONS } from "../observed/rollout-state";
import type { Evidence } from "./evidence";

/**
 * What a person did to rollouts of a stack, by `windlass rollout`: it stands beside what was seen, for what was promoted by
 * hand is no measured promotion, and what was aborted is no measured failure.
 */
export interface Intervention {
    readonly action: (typeof INTERVENTIONS)[number];
    /** `2026-11-28T13:30:00Z` */
    readonly at: string;
    /** Whom Git, or the machine, calls whoever did it. */
    readonly by: string;
    readonly reason: string;
    /** Proxy that was rolled out; undefined where another change was, or none any more. */
    readonly version?: string;
    /** {@link lockDigest} of the pins of that moment. */
    readonly lock: string;
    /** `namespace/Canary/name`, of a restart `namespace/Kind/name`; of very many the first. */
    readonly canaries: readonly string[];
    /** How many there were. */
    readonly count: number;
}

/** Interventions a document keeps, and canaries of each. */
const MOST = 50;
const MOST_CANARIES = 20;

/** What is known after an intervention. */
export function withIntervention(
    evidence: Evidence,
    { canaries, ...about }: Omit<Intervention, "count">,
): Evidence {
    const names = [...canaries].sort().slice(0, MOST_CANARIES);
    const added = { ...about, canaries: names, count: canaries.length };
    const before = evidence.interventions ?? [];
    // The same hand in the same second, on the same canaries: it is the same one.
    const isKnown = before.some((each) => canonicalJson(each) === canonicalJson(added));
    return isKnown ? evidence : { ...evidence, interventions: [...before, added].slice(-MOST) };
}

/**
 * Releases whose rollout a person has aborted, as holds: for the stack and the waves after it, as after a failure. One ends where
 * a later hand has promoted that version, or where it was seen to run whole since; a lift names the pins of that day.
 */
export function abortedHolds(evidence: readonly Evidence[]): readonly Hold[] {
    return evidence.flatMap((seen) => {
        const holds = new Map<string, Hold>();
        for (const { action, version, at, by, reason, lock: of } of seen.interventions ?? []) {
            if (version === undefined) continue;
            if (action === "promote") holds.delete(version);
            if (action !== "abort" || runsSince(seen, version, at)) continue;
            const since = dayOf(Date.parse(at));
            const said = reason.replace(/\.$/, "");
            const why = `its rollout was aborted in ${seen.stack} on ${since} by ${by}: ${said}`;
            const about = { stack: seen.stack, system: "istio", version, part: "proxies" } as const;
            holds.set(version, { ...about, reason: why, since, of });
        }
        return [...holds.values()];
    });
}

function runsSince({ verified }: Evidence, version: string, at: string): boolean {
    return verified.some((run) => run.part === "proxies" && run.version === version && run.to > at);
}

/** What was promoted by hand, and so not measured: of one version, or of any. Newest last. */
export function promotedByHand(
    interventions: readonly Intervention[],
    version?: string,
): readonly Intervention[] {
    return interventions.filter(
        (each) => each.action === "promote" && (version === undefined || each.version === version),
    );
}

/** `promoted by hand on 2026-11-28 by Kim (2 canaries): the old one leaks`. */
export function interventionWords({ action, at, by, count, reason }: Intervention): string {
    const what = {
        retry: "tried again",
        abort: "aborted",
        promote: "promoted by hand, unmeasured,",
        restart: "brought by a restart",
    }[action];
    const [one, more] = action === "restart" ? ["workload", "workloads"] : ["canary", "canaries"];
    const canaries = `${count} ${count === 1 ? one : more}`;
    return `${what} on ${dayOf(Date.parse(at))} by ${by} (${canaries}): ${reason.replace(/\.$/, "")}`;
}
