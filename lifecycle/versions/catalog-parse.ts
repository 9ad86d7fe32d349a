import semver from "semver";

import { WindlassError } from "../kit/errors";
import { type FileFormat, requireVersion, schemaOf } from "../kit/file-format";
import type {
    Advisory,
    ArtifactFault,
    Bulletin,
    BulletinCorrection,
    BulletinKind,
    BulletinPage,
    Catalog,
    PairFault,
    Release,
    SupportWindow,
    ToolCatalog,
    ToolWindow,
} from "./catalog";
import { Fields } from "./catalog-fields";
import { dayStart, endOf } from "../kit/day";
import { duplicateKey } from "./json-keys";
import { strictVersion } from "../kit/version-order";

/** The format of the catalog's files, which each names. */
export const CATALOG_FORMAT: FileFormat = { kind: "catalog", version: 1 };

/** Files of the catalog, below `catalog/`. */
export const CATALOG_FILES = {
    releases: "catalog/releases.json",
    support: "catalog/support.json",
    bulletins: "catalog/bulletins.json",
    advisories: "catalog/advisories.json",
    clientFaults: "catalog/client-faults.json",
    artifacts: "catalog/artifacts.json",
    flux: "catalog/flux.json",
    "flux-operator": "catalog/flux-operator.json",
    flagger: "catalog/flagger.json",
} as const;

/** One of {@link CATALOG_FILES}. */
export type CatalogPart = keyof typeof CATALOG_FILES;

const MINOR = /^\d{1,3}\.\d{1,3}$/;
const PATCH = /^\d{1,3}\.\d{1,3}\.\d{1,4}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const URL = /^https:\/\/[a-z0-9.-]+\/[!-~]*$/;
const WORD = /^[a-z][a-z0-9-]{0,30}$/;
const KINDS: readonly BulletinKind[] = [
    "vulnerability",
    "regressed-build",
    "skew-dependent",
    "by-design",
    "config-advisory",
];

/**
 * The catalog from the texts of its files. What came from upstream is hostile until it is parsed: a version that is no
 * strict semver is dropped and counted, everything else that is not as it must be is refused.
 *
 * @throws WindlassError at the first problem of a file
 */
export function parseCatalog(texts: Readonly<Record<CatalogPart, string>>): Catalog {
    const releases = readReleases("releases", texts.releases);
    const support = readFile("support", texts.support, (fields) =>
        unique(fields, "minors", supportWindow, ({ minor }) => minor),
    );
    const bulletins = readFile("bulletins", texts.bulletins, (fields) =>
        unique(fields, "bulletins", bulletin, ({ id }) => id),
    );
    const advisories = readFile("advisories", texts.advisories, (fields) => ({
        advisories: unique(fields, "advisories", advisoryReader("advisories"), ({ id }) => id),
        pairFaults: fields.has("pairs") ? unique(fields, "pairs", pairFault, ({ id }) => id) : [],
    }));
    const clientFaults = readFile("clientFaults", texts.clientFaults, (fields) =>
        unique(fields, "faults", advisoryReader("clientFaults"), ({ id }) => id),
    );
    const artifacts = readFile("artifacts", texts.artifacts, (fields) =>
        unique(fields, "faults", artifactFault, ({ version, reason }) => `${version}: ${reason}`),
    );
    const tools = {
        flux: readReleases("flux", texts.flux),
        "flux-operator": readReleases("flux-operator", texts["flux-operator"]),
        flagger: readReleases("flagger", texts.flagger),
    };
    const deciding = [releases.date, support.date, bulletins.date];
    const read = { releases, support, bulletins, advisories, clientFaults, artifacts, ...tools };
    return {
        date: deciding.reduce((oldest, date) => (date < oldest ? date : oldest)),
        dates: Object.fromEntries(
            Object.entries(read).map(([part, { date }]) => [CATALOG_FILES[part as CatalogPart], date]),
        ),
        releases: releases.releases,
        support: support.content,
        bulletins: bulletins.content,
        advisories: advisories.content.advisories,
        pairFaults: advisories.content.pairFaults,
        clientFaults: clientFaults.content,
        artifactFaults: artifacts.content,
        tools,
        dropped: [releases, ...Object.values(tools)].reduce((sum, { dropped }) => sum + dropped, 0),
    };
}

function readFile<T>(
    part: CatalogPart,
    text: string,
    read: (fields: Fields) => T,
): { date: string; content: T } {
    const file = CATALOG_FILES[part];
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new WindlassError({ file, rule: "is not JSON", remedy: "Restore the file from Git" });
    }
    const fields = new Fields(file, "", value);
    const twice = duplicateKey(text);
    if (twice !== undefined)
        throw fields.fault(twice, undefined, "stands there twice, and only one of them would count");
    const schema = fields.text("schema");
    requireVersion(CATALOG_FORMAT, { file, schema });
    if (schema !== schemaOf(CATALOG_FORMAT))
        throw fields.fault("schema", schema, `must be ${schemaOf(CATALOG_FORMAT)}`);
    const date = day(fields, "date");
    fields.map("sources", WORD);
    const content = read(fields);
    fields.done();
    return { date, content };
}

function readReleases(part: CatalogPart, text: string): ToolCatalog & { readonly dropped: number } {
    let dropped = 0;
    const { date, content } = readFile(part, text, (fields) => {
        const supportedMinors = fields.optionalNumber("supportedMinors", 1, 99);
        const kubernetes = fields.has("kubernetes")
            ? unique(fields, "kubernetes", toolWindow(part), ({ releases }) => releases)
            : undefined;
        const found = new Map<string, { release: Release; version: semver.SemVer }>();
        fields.list("releases", (item, path) => {
            const release = new Fields(CATALOG_FILES[part], path, item);
            const written = release.optional("version", (value) => value);
            const version = typeof written === "string" ? strictVersion(written) : undefined;
            if (!version) return void dropped++;
            if (found.has(version.version))
                throw release.fault(
                    "version",
                    version.version,
                    "stands there twice, and nobody knows which entry holds",
                );
            const date = release.has("date") ? day(release, "date") : undefined;
            const source = release.text("source", WORD);
            release.done();
            found.set(version.version, { release: { version: version.version, date, source }, version });
        });
        const sorted = [...found.values()].sort((a, b) => a.version.compare(b.version));
        return { releases: sorted.map(({ release }) => release), supportedMinors, kubernetes };
    });
    return { date, ...content, dropped };
}

function toolWindow(part: CatalogPart): (item: unknown, path: string) => ToolWindow {
    return (item, path) => {
        const fields = new Fields(CATALOG_FILES[part], path, item);
        const releases = range(fields, "releases");
        const minimum = fields.texts("minimum", PATCH);
        const source = fields.text("source", WORD);
        fields.done();
        const sorted = semver.sort([...minimum]);
        const minors = new Set(minimum.map((version) => version.split(".", 2).join(".")));
        if (minimum.length === 0 || minors.size < minimum.length || sorted.join() !== minimum.join())
            throw fields.fault("minimum", minimum, "must be one version a minor, lowest first");
        return { releases, minimum, source };
    };
}

/** A list in which nothing may stand twice: which of the two holds, nobody would know. */
function unique<T>(
    fields: Fields,
    key: string,
    read: (item: unknown, path: string) => T,
    identity: (item: T) => string,
): readonly T[] {
    const items = fields.list(key, read);
    const seen = new Set<string>();
    for (const item of items) {
        const id = identity(item);
        if (seen.has(id))
            throw fields.fault(key, id, "stands there twice, and nobody knows which entry holds");
        seen.add(id);
    }
    return items;
}

function supportWindow(item: unknown, path: string): SupportWindow {
    const fields = new Fields(CATALOG_FILES.support, path, item);
    const window = {
        minor: fields.text("minor", MINOR),
        releaseDate: day(fields, "releaseDate"),
        eol: fields.has("eol") ? day(fields, "eol") : undefined,
        eolExpected: fields.optionalText("eolExpected"),
        kubernetes: fields.texts("kubernetes", MINOR),
        kubernetesSince: fields.map("kubernetesSince", MINOR, /^\d{4}-\d{2}-\d{2}$/),
        source: fields.text("source"),
        notes: fields.has("notes") ? fields.texts("notes") : [],
    };
    fields.done();
    const { eol, eolExpected } = window;
    if (eolExpected !== undefined && endOf(eolExpected) === undefined) {
        throw fields.fault("eolExpected", eolExpected, "must be a month or a day");
    }
    if (eol === undefined && eolExpected === undefined)
        throw fields.fault("eol", undefined, "or eolExpected is needed");
    return window;
}

function bulletin(item: unknown, path: string): Bulletin {
    const fields = new Fields(CATALOG_FILES.bulletins, path, item);
    const read: Bulletin = {
        id: fields.text("id", ID),
        date: day(fields, "date"),
        url: fields.text("url", URL),
        commit: fields.optionalText("commit", /^[0-9a-f]{40}$/),
        page: page(fields),
        literal: fields.has("literal") ? ranges(fields, "literal") : undefined,
        correction: fields.optional("correction", correction),
    };
    fields.done();
    return read;
}

function page(fields: Fields): BulletinPage {
    const found = fields.optional("page", (value, path) => {
        const inner = new Fields(CATALOG_FILES.bulletins, path, value);
        const read = {
            releases: inner.texts("releases"),
            cves: inner.texts("cves"),
            cvss: inner.text("cvss"),
        };
        inner.done();
        return read;
    });
    if (!found) throw fields.fault("page", undefined, "is missing");
    return found;
}

function correction(value: unknown, path: string): BulletinCorrection {
    const fields = new Fields(CATALOG_FILES.bulletins, path, value);
    const kind = KINDS.find((known) => known === fields.optionalText("kind"));
    const lowerBound = fields.optionalText("lowerBound", /^exact$/);
    const read: BulletinCorrection = {
        against: fields.optional("against", against) ?? {},
        affected: fields.has("affected") ? ranges(fields, "affected") : undefined,
        lowerBound: lowerBound === "exact" ? lowerBound : undefined,
        kind,
        cves: fields.has("cves") ? fields.texts("cves", /^[A-Z]+-[0-9A-Za-z-]{1,40}$/) : undefined,
        cvss: fields.optionalNumber("cvss", 0, 10),
        skew: fields.optional("skew", (pair, at) => {
            const inner = new Fields(CATALOG_FILES.bulletins, at, pair);
            return { controlPlane: range(inner, "controlPlane"), proxies: range(inner, "proxies") };
        }),
        reason: fields.text("reason"),
    };
    fields.done();
    if (fields.has("kind") && !kind)
        throw fields.fault("kind", undefined, `must be one of ${KINDS.join(", ")}`);
    if (kind === "skew-dependent" && !read.skew) throw fields.fault("skew", undefined, "is missing");
    return read;
}

function against(value: unknown, path: string): Partial<BulletinPage> {
    const fields = new Fields(CATALOG_FILES.bulletins, path, value);
    const cvss = fields.optionalText("cvss");
    const read = {
        ...(fields.has("releases") ? { releases: fields.texts("releases") } : {}),
        ...(fields.has("cves") ? { cves: fields.texts("cves") } : {}),
        ...(cvss === undefined ? {} : { cvss }),
    };
    fields.done();
    return read;
}

function advisoryReader(part: "advisories" | "clientFaults"): (item: unknown, path: string) => Advisory {
    return (item, path) => {
        const fields = new Fields(CATALOG_FILES[part], path, item);
        const read: Advisory = {
            id: fields.text("id", ID),
            date: day(fields, "date"),
            url: fields.text("url", URL),
            cvss: fields.optionalNumber("cvss", 0, 10),
            affected: ranges(fields, "affected"),
            firstFixed: fields.texts("firstFixed", /^\d+\.\d+\.\d+$/),
            summary: fields.text("summary"),
        };
        fields.done();
        return read;
    };
}

function pairFault(item: unknown, path: string): PairFault {
    const fields = new Fields(CATALOG_FILES.advisories, path, item);
    const read = {
        id: fields.text("id", ID),
        date: day(fields, "date"),
        url: fields.text("url", URL),
        controlPlane: ranges(fields, "controlPlane"),
        proxies: ranges(fields, "proxies"),
        firstFixed: fields.texts("firstFixed", PATCH),
        summary: fields.text("summary"),
    };
    fields.done();
    return read;
}

function artifactFault(item: unknown, path: string): ArtifactFault {
    const fields = new Fields(CATALOG_FILES.artifacts, path, item);
    const version = fields.text("version");
    if (!strictVersion(version)) throw fields.fault("version", version, "must be an exact version");
    const read = {
        version,
        date: day(fields, "date"),
        reason: fields.text("reason"),
        url: fields.text("url", URL),
    };
    fields.done();
    return read;
}

function day(fields: Fields, key: string): string {
    const text = fields.text(key);
    if (dayStart(text) === undefined) throw fields.fault(key, text, "must be a day of the calendar");
    return text;
}

function ranges(fields: Fields, key: string): readonly string[] {
    const texts = fields.texts(key, /^[\d.<>= a-zA-Z|-]+$/);
    if (texts.length === 0) throw fields.fault(key, texts, "must not be empty");
    const wrong = texts.find((text) => semver.validRange(text) === null);
    if (wrong !== undefined) throw fields.fault(key, wrong, "must be a semver range");
    return texts;
}

function range(fields: Fields, key: string): string {
    const text = fields.text(key);
    if (semver.validRange(text) === null) throw fields.fault(key, text, "must be a semver range");
    return text;
}
