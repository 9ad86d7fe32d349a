import type semver from "semver";

import type { UpgradeStrategy, Waiver } from "../../settings/settings";
import type { Candidate, CatalogIndex } from "../catalog-index";
import type { KubernetesVersion } from "../../kit/kubernetes-version";
import type { VersionSet } from "../../kit/version-set";

/** Names of the gates, in the order they judge. */
export type GateName =
    | "exists"
    | "stable"
    | "range"
    | "hold"
    | "age"
    | "support"
    | "bulletin"
    | "kubernetes"
    | "skew"
    | "pair"
    | "step"
    | "downgrade"
    | "artifacts"
    | "client"
    | "catalog";

/**
 * What a gate judges, where not every question about a release concerns it:
 * - `request`: that somebody asked for such a release at all, its range and whether it may be a pre-release
 * - `change`: a change of a pin; it says nothing of a pin that stands
 * - `distance`: how far one step goes from the proxies and the control plane of its moment; a way takes as many as it needs
 * - `standing`: what may become wrong while a pin stands, a fault or an end of support; a stop on a way may fail it, for the
 *   rest of the way mends that
 * - `proxies`: the proxies' own pin as well
 */
export type GateConcern = "request" | "change" | "distance" | "standing" | "proxies";

/** A rule that may refuse a version, with a reason. */
export interface Gate {
    readonly name: GateName;
    /** What it judges. @default the release itself: whoever asks about a release asks this gate */
    readonly concerns?: readonly GateConcern[];
    /** Why the candidate is refused, as one sentence without its full stop; undefined where it passes. */
    judge(candidate: Candidate, context: GateContext): string | undefined;
    /** What is worth knowing about a candidate that passes. */
    notes?(candidate: Candidate, context: GateContext): readonly string[];
    /**
     * Ids of the waivers that together would let a refused candidate pass, those in force left out.
     *
     * @default none: no waiver lets it pass
     */
    waivers?(candidate: Candidate, context: GateContext): readonly string[];
}

/** The gates that judge this. */
export function concerning(gates: readonly Gate[], concern: GateConcern): readonly Gate[] {
    return gates.filter(({ concerns = [] }) => concerns.includes(concern));
}

/** The gates that judge none of these. */
export function apartFrom(gates: readonly Gate[], ...others: readonly GateConcern[]): readonly Gate[] {
    return gates.filter(({ concerns = [] }) => !concerns.some((concern) => others.includes(concern)));
}

/** All a gate may know: the catalog, the stack and the day. */
export interface GateContext {
    readonly index: CatalogIndex;
    /** The moment that is asked about, in milliseconds. What was published later does not exist. */
    readonly at: number;
    readonly range: { readonly text: string; readonly holds: VersionSet };
    readonly kubernetes?: { readonly text: string; readonly version: KubernetesVersion } | undefined;
    /** The control plane's pin. */
    readonly current?: Candidate;
    /** Every proxy version in Git, oldest first. */
    readonly sidecars: readonly semver.SemVer[];
    /** Versions that are held, each with why: a sentence without its full stop, in which "it" is the version. */
    readonly holds: ReadonlyMap<string, string>;
    readonly strategy: UpgradeStrategy;
    /** Milliseconds, and how they were written. */
    readonly minimumAge: { readonly text: string; readonly milliseconds: number };
    readonly allowPrerelease: boolean;
    readonly allowDowngrade: boolean;
    readonly waivers: readonly Waiver[];
    readonly mtls?: "STRICT" | "PERMISSIVE";
    /** Days after which a catalog picks nothing new. */
    readonly maxCatalogAge: number;
}

/** Whether the candidate is what runs already. */
export function isCurrent(candidate: Candidate, { current }: GateContext): boolean {
    return candidate.version === current?.version;
}
