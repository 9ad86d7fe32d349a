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

/** A rule that may refuse a version, with a reason. */
export interface Gate {
    readonly name: GateName;
    /** Why the candidate is refused, as one sentence without its full stop; undefined where it passes. */
    judge(candidate: Candidate, context: GateContext): string | undefined;
    /** What is worth knowing about a candidate that passes. */
    notes?(candidate: Candidate, context: GateContext): readonly string[];
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
