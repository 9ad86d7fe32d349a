import semver from "semver";

import type {
    ArtifactFault,
    Catalog,
    PairFault,
    Release,
    SupportWindow,
    ToolCatalog,
    ToolWindow,
} from "./catalog";
import type { ToolName } from "../settings/pinned-parts";
import { dayStart } from "../kit/day";
import { type Finding, advisoryFinding, meshFindings } from "./findings";
import { minorOf } from "../kit/version-order";
import { type VersionSet, faultSet } from "../kit/version-set";

/** A release that may be picked. */
export interface Candidate {
    readonly version: string;
    readonly semver: semver.SemVer;
    /** `1.31` */
    readonly minor: string;
    /** Day of publication, and its start in milliseconds; undefined where nobody knows. */
    readonly date?: string;
    readonly time?: number;
}

/** A finding with its ranges compiled. */
export interface Fault extends Finding {
    readonly time: number;
    /** Whether the versions it names hold one. */
    readonly names: VersionSet;
    /** Whether the proxies of a skew-dependent pair hold one. */
    readonly proxies?: VersionSet;
}

/** A pair fault with its ranges compiled. */
export interface CompiledPair extends PairFault {
    readonly time: number;
    readonly breaks: (controlPlane: semver.SemVer, proxies: semver.SemVer) => boolean;
}

/** A tool's Kubernetes window with its range compiled. */
export interface CompiledWindow extends ToolWindow {
    readonly holds: VersionSet;
}

/** A catalog prepared for many questions: parsed once, each version's faults looked up once. */
export interface CatalogIndex {
    /** Day of the catalog and its start in milliseconds. */
    readonly date: string;
    readonly time: number;
    /** Newest version first. */
    readonly candidates: readonly Candidate[];
    /** Last day of a release, in milliseconds: from then on all of them exist. */
    readonly newest: number;
    readonly byVersion: ReadonlyMap<string, Candidate>;
    readonly windows: ReadonlyMap<string, SupportWindow>;
    /** Release of each minor, newest minor first, in milliseconds: that of its `.0`. */
    readonly minorReleases: ReadonlyMap<string, number>;
    readonly artifactFaults: ReadonlyMap<string, readonly ArtifactFault[]>;
    /** Pairs of a control plane and older proxies that break. */
    readonly pairFaults: readonly CompiledPair[];
    /** Which Kubernetes a tool's releases run on; undefined where nobody has looked it up, and for Istio. */
    readonly toolWindows?: readonly CompiledWindow[];
    /** Minors supported at a time, of a tool. */
    readonly supportedMinors?: number;
    /** Every fault of the mesh that names a version, whenever it was published. */
    readonly faultsOf: (version: semver.SemVer, date?: string) => readonly Fault[];
    /** Every fault of a version's istioctl. */
    readonly clientFaultsOf: (version: semver.SemVer) => readonly Fault[];
}

const indexes = new WeakMap<object, CatalogIndex>();

/** The index of a catalog; made once for each. */
export function indexCatalog(catalog: Catalog): CatalogIndex {
    return memoised(catalog, () => {
        const mesh = meshFindings(catalog).map(compile);
        const client = catalog.clientFaults.map(advisoryFinding).map(compile);
        return {
            ...indexReleases(catalog.date, catalog.releases),
            windows: new Map(catalog.support.map((window) => [window.minor, window])),
            artifactFaults: groupBy(catalog.artifactFaults, ({ version }) => version),
            pairFaults: (catalog.pairFaults ?? []).map(compilePair),
            faultsOf: lookUp(mesh),
            clientFaultsOf: lookUp(client),
        };
    });
}

/** The index of a tool's releases: no bulletins are known of them. */
export function indexTool(catalog: Catalog, tool: ToolName): CatalogIndex {
    const { [tool]: releases } = catalog.tools;
    return memoised(releases, () => ({
        ...indexReleases(releases.date, releases.releases),
        supportedMinors: releases.supportedMinors,
        toolWindows: releases.kubernetes?.map((window) => ({
            ...window,
            holds: faultSet([window.releases]),
        })),
    }));
}

function memoised(key: Catalog | ToolCatalog, make: () => CatalogIndex): CatalogIndex {
    const known = indexes.get(key);
    if (known) return known;
    const made = make();
    indexes.set(key, made);
    return made;
}

function indexReleases(date: string, releases: readonly Release[]): CatalogIndex {
    const candidates = releases.map((release) => toCandidate(release)).reverse();
    // In a catalog they are sorted already, and a sorted list costs next to nothing.
    candidates.sort((a, b) => b.semver.compare(a.semver));
    const firsts = candidates.filter(
        ({ semver: { patch, prerelease } }) => patch === 0 && prerelease.length === 0,
    );
    return {
        date,
        time: dayStart(date) ?? 0,
        candidates,
        newest: candidates.reduce((last, { time = 0 }) => Math.max(last, time), 0),
        byVersion: new Map(candidates.map((candidate) => [candidate.version, candidate])),
        windows: new Map(),
        minorReleases: new Map(
            firsts.flatMap(({ minor, time }) => (time === undefined ? [] : [[minor, time]])),
        ),
        artifactFaults: new Map(),
        pairFaults: [],
        faultsOf: () => [],
        clientFaultsOf: () => [],
    };
}

/** A release as a candidate. */
export function toCandidate({ version, date }: Pick<Release, "version" | "date">): Candidate {
    const parsed = new semver.SemVer(version);
    const time = date === undefined ? undefined : dayStart(date);
    return { version: parsed.version, semver: parsed, minor: minorOf(parsed), date, time };
}

function compile(finding: Finding): Fault {
    const { affected, date, skew } = finding;
    return {
        ...finding,
        time: dayStart(date) ?? 0,
        names: affected ? faultSet(affected) : () => true,
        proxies: skew && faultSet([skew.proxies]),
    };
}

function compilePair(fault: PairFault): CompiledPair {
    const controlPlanes = faultSet(fault.controlPlane);
    const proxySet = faultSet(fault.proxies);
    return {
        ...fault,
        time: dayStart(fault.date) ?? 0,
        breaks: (controlPlane, proxies) => controlPlanes(controlPlane) && proxySet(proxies),
    };
}

/** A bulletin nobody can read names the releases that are older than it, and those of unknown date. */
function lookUp(faults: readonly Fault[]): CatalogIndex["faultsOf"] {
    const known = new Map<string, readonly Fault[]>();
    return (version, date) => {
        const key = `${version.version} ${date ?? ""}`;
        const found =
            known.get(key) ??
            faults.filter((fault) =>
                fault.affected ? fault.names(version) : date === undefined || date < fault.date,
            );
        known.set(key, found);
        return found;
    };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
    return groups;
}
