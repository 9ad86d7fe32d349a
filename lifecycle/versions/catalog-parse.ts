import semver from "semver";
import * as v from "valibot";

import { WindlassError, throwCollected } from "../kit/errors";
import { type Field, integer, map } from "../kit/fields";
import { requireVersion } from "../kit/file-format";
import { getIn } from "../kit/json-path";
import { readField } from "../kit/read-fields";
import { forTools } from "../settings/pinned-parts";
import type { Catalog, Release, ToolCatalog } from "./catalog";
import {
    CATALOG_FORMAT,
    advisory,
    artifactFault,
    bulletin,
    headFields,
    pairFault,
    releaseOrNone,
    supportWindow,
    toolWindow,
    unique,
} from "./catalog-definition";
import { duplicateKey } from "./json-keys";

/** Files of the catalog, below `catalog/`. */
export const CATALOG_FILES = {
    releases: "catalog/releases.json",
    support: "catalog/support.json",
    bulletins: "catalog/bulletins.json",
    advisories: "catalog/advisories.json",
    clientFaults: "catalog/client-faults.json",
    artifacts: "catalog/artifacts.json",
    ...forTools((tool) => `catalog/${tool}.json`),
} as const;

/** One of {@link CATALOG_FILES}. */
export type CatalogPart = keyof typeof CATALOG_FILES;

const faults = <T extends { readonly id: string }>(fault: Field<T>) => unique(fault, ({ id }) => id);

/** What each file holds. */
const releasesFile = map("Releases", {
    ...headFields,
    supportedMinors: v.optional(integer("Minors supported at a time", 1, 99)),
    kubernetes: v.optional(unique(toolWindow, ({ releases }) => releases)),
    releases: unique(releaseOrNone, (release) => release?.version),
});
const supportFile = map("Support", { ...headFields, minors: unique(supportWindow, ({ minor }) => minor) });
const bulletinsFile = map("Bulletins", { ...headFields, bulletins: faults(bulletin) });
const advisoriesFile = map("Advisories", {
    ...headFields,
    advisories: faults(advisory),
    pairs: v.optional(faults(pairFault), []),
});
const clientFaultsFile = map("Faults of istioctl", { ...headFields, faults: faults(advisory) });
const artifactsFile = map("Faults of artifacts", {
    ...headFields,
    faults: unique(artifactFault, ({ version, reason }) => `${version}: ${reason}`),
});

/**
 * The catalog from the texts of its files. What came from upstream is hostile until it is parsed: a version that is no
 * strict semver is dropped and counted, everything else that is not as it must be is refused.
 *
 * @throws WindlassErrors with every problem of a file
 */
export function parseCatalog(texts: Readonly<Record<CatalogPart, string>>): Catalog {
    const releases = readReleases("releases", texts.releases);
    const support = readFile("support", texts.support, supportFile);
    const bulletins = readFile("bulletins", texts.bulletins, bulletinsFile);
    const advisories = readFile("advisories", texts.advisories, advisoriesFile);
    const clientFaults = readFile("clientFaults", texts.clientFaults, clientFaultsFile);
    const artifacts = readFile("artifacts", texts.artifacts, artifactsFile);
    const tools = forTools((tool) => readReleases(tool, texts[tool]));
    const deciding = [releases.date, support.date, bulletins.date];
    const read = { releases, support, bulletins, advisories, clientFaults, artifacts, ...tools };
    return {
        date: deciding.reduce((oldest, date) => (date < oldest ? date : oldest)),
        dates: Object.fromEntries(
            Object.entries(read).map(([part, { date }]) => [CATALOG_FILES[part as CatalogPart], date]),
        ),
        releases: releases.releases,
        support: support.minors,
        bulletins: bulletins.bulletins,
        advisories: advisories.advisories,
        pairFaults: advisories.pairs,
        clientFaults: clientFaults.faults,
        artifactFaults: artifacts.faults,
        tools,
        dropped: [releases, ...Object.values(tools)].reduce((sum, { dropped }) => sum + dropped, 0),
    };
}

function readFile<T>(part: CatalogPart, text: string, field: Field<T>): T {
    const file = CATALOG_FILES[part];
    const remedy = "Restore the file from Git or run npm run -s windlass -- catalog refresh";
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        throw new WindlassError({ file, rule: "is not JSON", remedy: "Restore the file from Git" });
    }
    const twice = duplicateKey(text);
    if (twice !== undefined) {
        const rule = "stands there twice, and only one of them would count";
        throw new WindlassError({ file, key: twice, rule, remedy });
    }
    requireVersion(CATALOG_FORMAT, { file, schema: getIn(value, ["schema"]) });
    const { value: read, problems } = readField(field, value);
    throwCollected(
        problems.map(
            ({ path, value: wrong, rule }) =>
                new WindlassError({ file, key: keyOf(path), value: wrong, rule, remedy }),
        ),
    );
    return read;
}

/** `releases[3].date` */
function keyOf(path: readonly (string | number)[]): string {
    return path
        .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
        .join("")
        .replace(/^\./, "");
}

function readReleases(part: CatalogPart, text: string): ToolCatalog & { readonly dropped: number } {
    const { date, supportedMinors, kubernetes, releases } = readFile(part, text, releasesFile);
    const known = releases.filter((release): release is Release => release !== undefined);
    const sorted = known
        .map((release) => ({ release, version: new semver.SemVer(release.version) }))
        .sort((a, b) => a.version.compare(b.version));
    return {
        date,
        releases: sorted.map(({ release }) => release),
        supportedMinors,
        kubernetes,
        dropped: releases.length - known.length,
    };
}
