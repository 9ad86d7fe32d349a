import type { Catalog } from "./catalog";
import { type Candidate, indexCatalog } from "./catalog-index";
import { blockingFaults } from "./gates/bulletin";
import { blockingClientFaults } from "./gates/client";
import type { GateContext } from "./gates/gate";
import { supportedKubernetes } from "./gates/kubernetes";
import { supportEndText, supportGate } from "./gates/support";
import { type Moment, gateContext } from "./request";
import { existing } from "./resolve";

/** What is known of a minor of Istio on some day. */
export interface MinorFacts {
    /** `1.28` */
    readonly minor: string;
    /** Its newest stable release, and the day of it. */
    readonly newest: string;
    readonly released: string | null;
    /** Its newest release without published faults; null where every one has some. */
    readonly sound: string | null;
    /** Published faults of the newest release. */
    readonly faults: readonly string[];
    readonly isSupported: boolean;
    /** `2026-10-12`, or `2027-02 (expected)`. */
    readonly ends: string;
    /** Minors of Kubernetes it runs on, lowest first; empty where nobody knows. */
    readonly kubernetes: readonly string[];
}

/** Every minor of Istio that has a stable release on a day, newest first. Whatever a stack may take, these are facts. */
export function describeMinors(catalog: Catalog, at: Moment): readonly MinorFacts[] {
    const context = gateContext({ range: ">=0.0.1" }, indexCatalog(catalog), at);
    const minors = new Map<string, Candidate[]>();
    for (const candidate of existing(context.index, context.at)) {
        if (candidate.semver.prerelease.length > 0) continue;
        const releases = minors.get(candidate.minor);
        if (releases) releases.push(candidate);
        else minors.set(candidate.minor, [candidate]);
    }
    return [...minors.values()].flatMap((releases) => {
        const [newest] = releases;
        return newest ? [factsOf(newest, releases, context)] : [];
    });
}

function factsOf(newest: Candidate, releases: readonly Candidate[], context: GateContext): MinorFacts {
    const sound = releases.find((release) => faultIds(release, context).length === 0);
    return {
        minor: newest.minor,
        newest: newest.version,
        released: newest.date ?? null,
        sound: sound?.version ?? null,
        faults: faultIds(newest, context),
        isSupported: supportGate.judge(newest, context) === undefined,
        ends: supportEndText(newest.minor, context),
        kubernetes: supportedKubernetes(newest.minor, context),
    };
}

/** Ids of the published faults of a release, its istioctl's among them. */
export function faultIds(candidate: Candidate, context: GateContext): readonly string[] {
    const faults = [...blockingFaults(candidate, context), ...blockingClientFaults(candidate, context)];
    return [...new Set(faults.map(({ id }) => id))];
}
