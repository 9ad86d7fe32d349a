import { WindlassError } from "../../lifecycle/kit/errors";
import { writeText } from "../files/atomic-write-store";
import { readText } from "../files/text-source";
import type { RemoteGitArgs } from "../git/remote-source";
import type { HttpClient } from "../http/http-source";
import type { Upstream } from "./upstream";
import { fetchAnnouncementDate } from "./announcements-source";
import { fetchBulletins } from "./bulletins-source";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { TOOL_NAMES, type ToolName } from "../../lifecycle/settings/pinned-parts";
import { formatCatalogFile } from "../../lifecycle/versions/catalog-format";
import { CATALOG_FILES, type CatalogPart, parseCatalog } from "../../lifecycle/versions/catalog-parse";
import { readCatalog } from "../files/catalog-store";
import { fetchChartIndex } from "./charts-source";
import { staleCorrections } from "../../lifecycle/versions/corrections";
import { DAY, dayOf } from "../../lifecycle/kit/day";
import {
    type SeenRelease,
    mergeArtifactFaults,
    mergeBulletins,
    mergeReleases,
    mergeSupport,
    versionsOf,
} from "../../lifecycle/versions/refresh-merge";
import { fetchSupportStatus } from "./support-source";
import { listTags, tagDates } from "./tags-source";

export interface RefreshArgs {
    /** The project's root. */
    readonly root: string;
    readonly client: HttpClient;
    /** How git asks for tags. */
    readonly git: RemoteGitArgs;
    readonly upstream: Upstream;
    /** Milliseconds since 1970. */
    readonly now: number;
    readonly onProgress?: ((sentence: string) => void) | undefined;
}

/** What a refresh found and did. */
export interface RefreshResult {
    /** Files that were written, relative to the root. */
    readonly written: readonly string[];
    /** Sentences by part of the catalog; parts without a change are absent. */
    readonly changes: Readonly<Partial<Record<CatalogPart, readonly string[]>>>;
    /** What a person has to look at. */
    readonly warnings: readonly string[];
}

const CHARTS = ["base", "istiod", "gateway"];
/** Tags that may vanish between two refreshes; when more do, the list is not to be trusted. */
const MAX_GONE = 3;
/** Days by which a clock may be ahead of the catalog: beyond them it is more likely wrong than the catalog that old. */
const MAX_AHEAD = 3650;

/**
 * Renews the catalog from upstream. All or nothing: only when every source was read whole, and what came of it is a
 * catalog, is anything written. Each file is replaced in one piece; a process that is killed between two of them leaves
 * older files beside newer ones, each true on the day it names.
 *
 * @throws NetworkError or WindlassError; the catalog is then as it was
 */
export async function refreshCatalog(args: RefreshArgs): Promise<RefreshResult> {
    const { root, client, upstream, onProgress } = args;
    const catalog = readCatalog(root);
    const today = dayOf(args.now);
    requireSaneClock(catalog, args.now);
    onProgress?.("reading tags …");
    const releases = await refreshReleases(args, catalog);
    onProgress?.("reading the chart index …");
    const index = await fetchChartIndex(client, upstream.charts);
    onProgress?.("reading support windows and bulletins …");
    const table = await fetchSupportStatus(client, upstream.docs);
    const ids = catalog.bulletins.map(({ id }) => id);
    const published = await fetchBulletins(client, upstream.docs, ids, Number(today.slice(0, 4)));
    onProgress?.("reading the tags of Flux and Flagger …");
    const tools = await Promise.all(
        TOOL_NAMES.map(async (tool): Promise<[ToolName, Draft]> => [
            tool,
            await refreshTool(args, catalog, tool),
        ]),
    );

    const support = mergeSupport(catalog.support, table.rows, today, "table");
    const bulletins = mergeBulletins(catalog.bulletins, published);
    const charts = CHARTS.map((name) => [name, new Set(index.get(name)?.map(({ version }) => version))]);
    const faults = mergeArtifactFaults(catalog.artifactFaults, {
        gone: releases.gone,
        added: releases.added,
        charts: Object.fromEntries(charts) as Record<string, ReadonlySet<string>>,
        today,
    });
    const drafts = {
        releases: {
            key: "releases",
            ...releases,
            sources: { tag: SOURCES.tag, announcement: SOURCES.announcement },
        },
        support: { key: "minors", ...support, sources: { table: SOURCES.table } },
        bulletins: { key: "bulletins", ...bulletins, sources: {} },
        artifacts: { key: "faults", ...faults, sources: {} },
        ...(Object.fromEntries(tools) as Record<ToolName, Draft>),
    };
    const written = write(root, drafts, today);
    const changes = Object.entries(drafts).filter(([, draft]) => draft.changes.length > 0);
    return {
        written,
        changes: Object.fromEntries(changes.map(([part, draft]) => [part, draft.changes])),
        warnings: [
            ...table.problems.map((problem) => `support table: ${problem}`),
            ...staleCorrections(bulletins.items),
        ],
    };
}

const SOURCES = {
    tag: "https://github.com/istio/istio: date of the annotated tag, or of the commit of a plain one",
    announcement: "https://istio.io/latest/news/releases/: publishdate",
    table: "https://github.com/istio/istio.io: data/compatibility/supportStatus.yml",
};

/** New content of one file. */
interface Draft {
    /** The file's list. */
    readonly key: string;
    readonly items: readonly object[];
    readonly changes: readonly string[];
    /** Sources the list may name, added to the file's own. */
    readonly sources: Readonly<Record<string, string>>;
}

async function refreshReleases(
    { client, git, upstream }: RefreshArgs,
    { releases }: Catalog,
): Promise<ReturnType<typeof mergeReleases> & { gone: readonly string[]; added: readonly string[] }> {
    const tags = await listTags(git, upstream.repository);
    const versions = versionsOf(tags, "");
    const gone = releases.map(({ version }) => version).filter((version) => !versions.includes(version));
    if (gone.length > MAX_GONE) {
        throw new WindlassError({
            value: upstream.repository.href,
            rule: `lacks ${gone.length} tags the catalog knows, such as ${gone.at(-1)}: this is no whole list`,
            remedy: "Check WINDLASS_ISTIO_REPOSITORY where it is set, or run the command again later",
        });
    }
    const unknown = unknownVersions(versions, releases);
    const tagged = await datesOf(git, upstream.repository, tags, { versions: unknown, prefix: "" });
    const seen: SeenRelease[] = [];
    for (const version of unknown) {
        // Two days, and the later counts: a tag is older than the release that it becomes.
        const announced = await fetchAnnouncementDate(client, upstream.docs, version);
        const date = announced ?? tagged.get(version);
        seen.push({ version, date, source: announced === undefined ? "tag" : "announcement" });
    }
    const isStable = (version: string): boolean => !version.includes("-");
    const known = new Set(releases.map(({ version }) => version));
    const added = unknown.filter((version) => !known.has(version) && isStable(version));
    return { ...mergeReleases(releases, seen), gone: gone.filter(isStable), added };
}

async function refreshTool({ git, upstream }: RefreshArgs, catalog: Catalog, tool: ToolName): Promise<Draft> {
    const repository = upstream.tools[tool];
    const tags = await listTags(git, repository);
    const { releases } = catalog.tools[tool];
    const versions = unknownVersions(versionsOf(tags, "v"), releases);
    const dates = await datesOf(git, repository, tags, { versions, prefix: "v" });
    const seen = versions.map((version) => ({ version, date: dates.get(version), source: "tag" }));
    return { key: "releases", ...mergeReleases(releases, seen), sources: {} };
}

/** Versions the catalog does not know, or knows no date of. */
function unknownVersions(versions: readonly string[], releases: Catalog["releases"]): readonly string[] {
    const dated = new Set(releases.filter(({ date }) => date !== undefined).map(({ version }) => version));
    return versions.filter((version) => !dated.has(version));
}

async function datesOf(
    git: RemoteGitArgs,
    repository: URL,
    tags: readonly string[],
    { versions, prefix }: { readonly versions: readonly string[]; readonly prefix: "" | "v" },
): Promise<ReadonlyMap<string, string>> {
    const wanted = new Set(versions.map((version) => `${prefix}${version}`));
    const dates = await tagDates(
        git,
        repository,
        tags.filter((tag) => wanted.has(tag)),
    );
    return new Map([...dates].map(([name, date]) => [name.slice(prefix.length), date]));
}

/** Puts the files together, reads them as a catalog, and only then writes those that differ. */
function write(
    root: string,
    drafts: Readonly<Partial<Record<CatalogPart, Draft>>>,
    today: string,
): readonly string[] {
    const texts = Object.entries(CATALOG_FILES).map(([part, file]): [CatalogPart, string] => {
        const old = readText(root, file);
        const draft = drafts[part as CatalogPart];
        // What nobody looked at keeps its date; so do faults, which mostly people find.
        if (!draft || (part === "artifacts" && draft.changes.length === 0)) return [part as CatalogPart, old];
        const {
            schema,
            date: _,
            sources,
            [draft.key]: __,
            ...rest
        } = JSON.parse(old) as Record<string, unknown>;
        const all = { ...(sources as Record<string, string>), ...draft.sources };
        const used = new Set(draft.items.map((item) => (item as { source?: string }).source));
        const named = Object.entries(all).filter(([key]) => used.has(key) || !(key in draft.sources));
        const items = draft.items.map(withoutEmpty);
        const value = {
            schema,
            date: today,
            sources: Object.fromEntries(named),
            ...rest,
            [draft.key]: items,
        };
        return [part as CatalogPart, formatCatalogFile(value)];
    });
    parseCatalog(Object.fromEntries(texts) as Record<CatalogPart, string>);
    return texts
        .map(([part, text]): [string, string] => [CATALOG_FILES[part], text])
        .filter(([file, text]) => writeText(root, file, text))
        .map(([file]) => file);
}

/** The files leave out what a window does not have; the catalog in memory has it empty. */
function withoutEmpty(item: object): object {
    const isEmpty = (key: string, value: unknown): boolean =>
        (key === "notes" || key === "kubernetesSince") && Object.keys(value as object).length === 0;
    return Object.fromEntries(Object.entries(item).filter(([key, value]) => !isEmpty(key, value)));
}

function requireSaneClock({ date }: Catalog, now: number): void {
    const ahead = (now - Date.parse(date)) / DAY;
    if (ahead >= -1 && ahead <= MAX_AHEAD) return;
    throw new WindlassError({
        value: dayOf(now),
        rule: `is what the clock says, and the catalog is of ${date}`,
        remedy: "Set the clock",
    });
}
