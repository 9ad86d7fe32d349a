import type { ToolName } from "../settings/pinned-parts";

/**
 * Facts about releases, as `catalog/` holds them: dated, each with its source. Plain data, checked by catalog-parse.ts.
 *
 * Days are texts such as `2026-10-01`, in UTC. Ranges are node-semver's, OR-ed where there are several.
 */
export interface Catalog {
    /** Day up to which the catalog knows what happened: that of the oldest of the files that decide. */
    readonly date: string;
    /** The day each file names, by its path: `catalog/flux.json`. @default unknown */
    readonly dates?: Readonly<Record<string, string>>;
    /** Every release of Istio, pre-releases included, oldest version first. */
    readonly releases: readonly Release[];
    /** Every minor with a known support window. */
    readonly support: readonly SupportWindow[];
    /** Security bulletins, as published and as corrected. */
    readonly bulletins: readonly Bulletin[];
    /** Faults of the mesh that only release notes tell of. */
    readonly advisories: readonly Advisory[];
    /** Control planes that break proxies older than themselves. @default none is known */
    readonly pairFaults?: readonly PairFault[];
    /** Faults of istioctl alone: they endanger the machine that runs it, not the mesh. */
    readonly clientFaults: readonly Advisory[];
    /** Releases whose charts, images or istioctl are missing or were tampered with. */
    readonly artifactFaults: readonly ArtifactFault[];
    readonly tools: Readonly<Record<ToolName, ToolCatalog>>;
    /** Entries that were no strict semver version and were left out. */
    readonly dropped: number;
}

/** Releases of one tool. */
export interface ToolCatalog {
    readonly date: string;
    /** Oldest version first. */
    readonly releases: readonly Release[];
    /**
     * Minors that are supported at any time, counted from the newest stable one; undefined where upstream promises none.
     * Source: fluxcd.io, "Release cadence": the last three minors of Flux.
     */
    readonly supportedMinors?: number;
    /** Which Kubernetes its releases run on; undefined where nobody has looked it up. */
    readonly kubernetes?: readonly ToolWindow[];
}

/** Which Kubernetes some releases of a tool run on. */
export interface ToolWindow {
    /** Range of the tool's releases: `~2.10`. */
    readonly releases: string;
    /**
     * First patch of each Kubernetes minor it runs on, lowest first: `["1.35.2", "1.36.1", "1.37.0"]`. Minors above the
     * last are taken for good, as Flux's installation page says ("and later"); minors below the first are not.
     */
    readonly minimum: readonly string[];
    /** A key of the file's `sources`. */
    readonly source: string;
}

/** One tag of upstream. */
export interface Release {
    /** Strict semver, without a `v`. */
    readonly version: string;
    /** Day it was published; undefined where nobody knows. */
    readonly date?: string;
    /** Where the date comes from: a key of the file's `sources`. */
    readonly source: string;
}

/** How long a minor is supported, and on which Kubernetes. */
export interface SupportWindow {
    /** `1.31` */
    readonly minor: string;
    readonly releaseDate: string;
    /** Day support ends; undefined while upstream only expects it. */
    readonly eol?: string;
    /** Month or day upstream expects support to end: `2027-02`, `2026-10-12`. */
    readonly eolExpected?: string;
    /** Supported Kubernetes minors, lowest first: `["1.32", "1.33"]`. */
    readonly kubernetes: readonly string[];
    /** Day a Kubernetes minor joined the table, where that was after the release. */
    readonly kubernetesSince: Readonly<Record<string, string>>;
    readonly source: string;
    readonly notes: readonly string[];
}

/**
 * `by-design` and `config-advisory` have no fixed release: they are notes and refuse nothing. `regressed-build` is a
 * release that lost a fix, `skew-dependent` one that is vulnerable only beside certain proxies.
 */
export type BulletinKind =
    "vulnerability" | "regressed-build" | "skew-dependent" | "by-design" | "config-advisory";

/** What a bulletin's page says, character by character. */
export interface BulletinPage {
    /** The field `releases`: meant to be what is affected. */
    readonly releases: readonly string[];
    readonly cves: readonly string[];
    /** The field `cvss`: a number or `N/A`. */
    readonly cvss: string;
}

/** What is wrong with a page, and what holds instead. Everything but the reason is optional. */
export interface BulletinCorrection {
    /** Fields of the page this was made against: when one of them changes, the correction must be looked at again. */
    readonly against: Partial<BulletinPage>;
    readonly affected?: readonly string[];
    /** `exact`: older releases than those named are not affected. @default closed downwards */
    readonly lowerBound?: "exact";
    readonly kind?: BulletinKind;
    readonly cves?: readonly string[];
    readonly cvss?: number;
    /** The pair that is vulnerable, of a `skew-dependent` bulletin. */
    readonly skew?: SkewPair;
    readonly reason: string;
}

/** Ranges of a control plane and of the proxies it serves. */
export interface SkewPair {
    readonly controlPlane: string;
    readonly proxies: string;
}

/** A security bulletin of istio.io. */
export interface Bulletin {
    /** `ISTIO-SECURITY-2026-006`, from the name of its folder. */
    readonly id: string;
    readonly date: string;
    readonly url: string;
    /** Commit of istio.io the page was read at. */
    readonly commit?: string;
    readonly page: BulletinPage;
    /** Ranges the field `releases` means, read literally; undefined where it is prose. */
    readonly literal?: readonly string[];
    readonly correction?: BulletinCorrection;
}

/** A fault found in release notes, with its fixed releases; no bulletin and often no CVE. */
export interface Advisory {
    readonly id: string;
    readonly date: string;
    readonly url: string;
    /** CVSS base score; undefined where nobody gave one. */
    readonly cvss?: number;
    readonly affected: readonly string[];
    readonly firstFixed: readonly string[];
    /** What an attacker gets, in our words, on one line. */
    readonly summary: string;
}

/** A fault of two versions together: a control plane whose configuration some older proxies cannot take. */
export interface PairFault {
    readonly id: string;
    /** Day it became known. */
    readonly date: string;
    readonly url: string;
    /** Ranges of the control planes, OR-ed. */
    readonly controlPlane: readonly string[];
    /** Ranges of the proxies that break, OR-ed. */
    readonly proxies: readonly string[];
    readonly firstFixed: readonly string[];
    /** What happens to the proxies, in our words, on one line. */
    readonly summary: string;
}

/** A release that cannot be fetched as it was made. */
export interface ArtifactFault {
    readonly version: string;
    /** Day it became known. */
    readonly date: string;
    readonly reason: string;
    readonly url: string;
}
