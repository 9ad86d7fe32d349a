import semver from "semver";

import { compareText } from "../kit/compare-text";
import { quoteValue } from "../kit/errors";
import type { ArtifactFault, Bulletin, Release, SupportWindow } from "./catalog";
import { parseBulletinReleases } from "./bulletin-ranges";
import type { PublishedBulletin } from "./bulletin-page";
import type { SupportRow } from "./support-status";
import { strictVersion } from "../kit/version-order";

/** A list of the catalog after a merge, and what is new in it: one sentence each, without its full stop. */
export interface Merged<T> {
    readonly items: readonly T[];
    readonly changes: readonly string[];
}

/** A release upstream has, with its day where somebody knows it. */
export type SeenRelease = Pick<Release, "version" | "date" | "source">;

/** Versions that tags name, each once: strict semver alone, after a `v` where the project writes one. */
export function versionsOf(tags: readonly string[], prefix: "" | "v"): readonly string[] {
    const versions = tags
        .filter((tag) => tag.startsWith(prefix))
        .map((tag) => strictVersion(tag.slice(prefix.length))?.version)
        .filter((version) => version !== undefined);
    return semver.sort([...new Set(versions)]);
}

/** Adds releases. One that is known keeps what is known of it; a date is added where there was none. */
export function mergeReleases(known: readonly Release[], seen: readonly SeenRelease[]): Merged<Release> {
    const byVersion = new Map(known.map((release) => [release.version, release]));
    const changes: string[] = [];
    for (const release of seen) {
        const old = byVersion.get(release.version);
        if (old && (old.date !== undefined || release.date === undefined)) continue;
        byVersion.set(release.version, release);
        changes.push(
            `${release.version} ${old ? "has a date" : "is new"}: ${release.date ?? "date unknown"}`,
        );
    }
    const items = [...byVersion.values()].sort((a, b) => semver.compare(a.version, b.version));
    return { items, changes };
}

/**
 * Takes the support table over. The first day of a minor stays as it is known, because the table's differs from the tag's;
 * an end that was announced is not taken back for one that is only expected.
 *
 * @param today - since when a Kubernetes minor counts that joined the table after the release
 * @param source - key of the file's sources for rows that change
 */
export function mergeSupport(
    known: readonly SupportWindow[],
    rows: readonly SupportRow[],
    today: string,
    source: string,
): Merged<SupportWindow> {
    const changes: string[] = [];
    const rest = new Map(known.map((window) => [window.minor, window]));
    const items = rows.map((row): SupportWindow => {
        const old = rest.get(row.minor);
        rest.delete(row.minor);
        if (!old) {
            changes.push(`${row.minor} is new: supported until ${row.eol ?? row.eolExpected}`);
            return { ...row, kubernetesSince: {}, source, notes: [] };
        }
        const isBehind = old.eol !== undefined && row.eol === undefined;
        const end = isBehind ? { eol: old.eol } : { eol: row.eol, eolExpected: row.eolExpected };
        const before = old.eol ?? old.eolExpected;
        const after = end.eol ?? end.eolExpected;
        const isSame = before === after && (old.eol === undefined) === (end.eol === undefined);
        if (!isSame)
            changes.push(`${row.minor} ends ${end.eol ?? `${after}, as is expected`}; it was ${before}`);
        const joined = row.kubernetes.filter((minor) => !old.kubernetes.includes(minor));
        const left = old.kubernetes.filter((minor) => !row.kubernetes.includes(minor));
        for (const minor of joined) changes.push(`${row.minor} now supports Kubernetes ${minor}`);
        for (const minor of left) changes.push(`${row.minor} no longer supports Kubernetes ${minor}`);
        if (isSame && joined.length === 0 && left.length === 0) return old;
        const since: [string, string][] = Object.entries(old.kubernetesSince).filter(([minor]) =>
            row.kubernetes.includes(minor),
        );
        return {
            minor: old.minor,
            releaseDate: old.releaseDate,
            ...end,
            kubernetes: row.kubernetes,
            kubernetesSince: Object.fromEntries([
                ...since,
                ...joined.map((minor): [string, string] => [minor, today]),
            ]),
            source,
            notes: old.notes,
        };
    });
    // The table forgets old minors; the catalog does not.
    const all = [...items, ...rest.values()];
    return { items: all.sort((a, b) => semver.rcompare(`${a.minor}.0`, `${b.minor}.0`)), changes };
}

/** Takes what the pages say over. Corrections stay attached; whether they still fit is for `catalog verify` to say. */
export function mergeBulletins(
    known: readonly Bulletin[],
    published: readonly PublishedBulletin[],
): Merged<Bulletin> {
    const byId = new Map(known.map((bulletin) => [bulletin.id, bulletin]));
    const changes: string[] = [];
    for (const { id, date, page } of published) {
        const old = byId.get(id);
        const literal = parseBulletinReleases(page.releases);
        if (!old) {
            const judged = literal ? "" : "; its releases cannot be read, so it refuses every older release";
            changes.push(`${id} is new, of ${date}, about ${quoteValue(page.releases)}${judged}`);
        } else {
            const fields = (["releases", "cves", "cvss"] as const).filter(
                (field) => JSON.stringify(old.page[field]) !== JSON.stringify(page[field]),
            );
            for (const field of fields) {
                changes.push(
                    `${id} changed ${field} from ${quoteValue(old.page[field])} to ${quoteValue(page[field])}`,
                );
            }
            if (old.date !== date) changes.push(`${id} changed its date from ${old.date} to ${date}`);
            if (fields.length === 0 && old.date === date) continue;
        }
        const url = `https://istio.io/latest/news/security/${id.toLowerCase()}/`;
        byId.set(id, { id, date, url: old?.url ?? url, page, literal, correction: old?.correction });
    }
    return { items: [...byId.values()].sort((a, b) => compareText(a.id, b.id)), changes };
}

/** Where a refresh looks for artefacts. A fault with one of these addresses is its own finding, to be taken back when it is gone. */
const LOOKED_AT = {
    tags: "https://github.com/istio/istio/tags",
    charts: "https://blob.istio.io/istio-release/charts/index.yaml",
} as const;
const FOUND_AT: ReadonlySet<string> = new Set(Object.values(LOOKED_AT));

/** What a refresh looked at to find artefacts that are missing. */
export interface ArtifactFacts {
    /** Stable versions of the catalog whose tag is gone. */
    readonly gone: readonly string[];
    /** Stable versions that are new. */
    readonly added: readonly string[];
    /** Versions of each chart without which a release cannot be installed. */
    readonly charts: Readonly<Record<string, ReadonlySet<string>>>;
    readonly today: string;
}

/** Faults people found stay; those a refresh found are looked for again. */
export function mergeArtifactFaults(
    known: readonly ArtifactFault[],
    facts: ArtifactFacts,
): Merged<ArtifactFault> {
    const before = known.filter(({ url }) => FOUND_AT.has(url));
    const fault = (version: string, reason: string, url: string): ArtifactFault => {
        const old = before.find((each) => each.version === version && each.reason === reason);
        return old ?? { version, date: facts.today, reason, url };
    };
    const now = facts.gone.map((version) =>
        fault(version, "its tag is gone from the repository", LOOKED_AT.tags),
    );
    const looked = new Set([...facts.added, ...before.map(({ version }) => version)]);
    for (const version of looked) {
        const missing = Object.keys(facts.charts).filter((name) => !facts.charts[name]?.has(version));
        if (missing.length === 0 || facts.gone.includes(version)) continue;
        const reason = `its charts ${missing.sort().join(", ")} are not in the chart repository`;
        now.push(fault(version, reason, LOOKED_AT.charts));
    }
    const appeared = now
        .filter((each) => !before.includes(each))
        .map(({ version, reason }) => `${version}: ${reason}`);
    const mended = before
        .filter(({ version }) => !now.some((each) => each.version === version))
        .map(({ version }) => `${version} is complete now`);
    const kept = known.filter(({ url }) => !FOUND_AT.has(url));
    return { items: [...kept, ...now], changes: [...appeared, ...mended] };
}
