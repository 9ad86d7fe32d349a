import semver from "semver";
import * as v from "valibot";

import { dayStart, endOf } from "../kit/day";
import { type Field, map, message, oneOf, pathOf, record } from "../kit/fields";
import { type FileFormat, schemaOf } from "../kit/file-format";
import { strictVersion } from "../kit/version-order";
import type {
    Advisory,
    ArtifactFault,
    Bulletin,
    BulletinCorrection,
    BulletinPage,
    PairFault,
    Release,
    SupportWindow,
    ToolWindow,
} from "./catalog";

/** The format of the catalog's files, which each names. */
export const CATALOG_FORMAT: FileFormat = { kind: "catalog", version: 1 };

/** Longest text a catalog's field may have. */
const MAX_TEXT = 2000;
/** Most entries a catalog's list may have. */
const MAX_LIST = 20_000;

/** One line of printable characters. */
const LINE = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u;
const UNLIKE = "is not written as it must be";

/** A text that matches. */
function text(pattern = LINE): Field<string> {
    return v.pipe(
        v.string(UNLIKE),
        v.check((value) => value.length <= MAX_TEXT && pattern.test(value), UNLIKE),
    );
}

/** A line that is something more. */
function line(rule: string, holds: (value: string) => boolean): Field<string> {
    return v.pipe(text() as v.GenericSchema<string>, v.check(holds, rule));
}

function list<T>(items: Field<T>): Field<readonly T[]> {
    return v.pipe(
        v.array(items, "must be a list"),
        v.maxLength(
            MAX_LIST,
            ({ received }) => `must not have more than ${MAX_LIST} items, and has ${received}`,
        ),
    );
}

/** A list in which nothing may stand twice: which of the two holds, nobody would know. */
export function unique<T>(items: Field<T>, identity: (item: T) => string | undefined): Field<readonly T[]> {
    return v.pipe(
        list(items) as v.GenericSchema<readonly T[]>,
        v.rawCheck(({ dataset, addIssue }) => {
            if (!dataset.typed || dataset.issues) return;
            const seen = new Set<string>();
            for (const [index, item] of dataset.value.entries()) {
                const id = identity(item);
                if (id === undefined) continue;
                const twice = { rule: "stands there twice, and nobody knows which entry holds" };
                if (seen.has(id))
                    addIssue({ message: message(twice), input: id, path: pathOf(dataset.value, [index]) });
                seen.add(id);
            }
        }),
    );
}

function score(): Field<number> {
    const rule = "must be a number from 0 to 10";
    return v.pipe(v.number(rule), v.minValue(0, rule), v.maxValue(10, rule));
}

const MINOR = /^\d{1,3}\.\d{1,3}$/;
const PATCH = /^\d{1,3}\.\d{1,3}\.\d{1,4}$/;
const id = text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);
const url = text(/^https:\/\/[a-z0-9.-]+\/[!-~]*$/);
const word = text(/^[a-z][a-z0-9-]{0,30}$/);
const day = line("must be a day of the calendar", (value) => dayStart(value) !== undefined);
const range = line("must be a semver range", (value) => semver.validRange(value) !== null);
const ranges: Field<readonly string[]> = v.pipe(
    list(
        v.pipe(
            text(/^[\d.<>= a-zA-Z|-]+$/) as v.GenericSchema<string>,
            v.check((value) => semver.validRange(value) !== null, "must be a semver range"),
        ) as Field<string>,
    ) as v.GenericSchema<readonly string[]>,
    v.check((items) => items.length > 0, "must not be empty"),
);

/** What every file of the catalog says first. */
export const headFields = {
    schema: oneOf("Schema of the file.", [schemaOf(CATALOG_FORMAT)]),
    date: day,
    sources: v.optional(record("", word, text()), {}),
};

const release: Field<Release> = map("", {
    version: line("must be an exact version", (value) => strictVersion(value) !== undefined),
    date: v.optional(day),
    source: word,
});

/** What came from upstream is hostile: what names no strict version is none. */
export const releaseOrNone = v.lazy((item): Field<Release | undefined> => {
    const version = item !== null && typeof item === "object" && "version" in item ? item.version : undefined;
    const isRelease = typeof version === "string" && strictVersion(version) !== undefined;
    return isRelease
        ? release
        : v.pipe(
              v.unknown(),
              v.transform(() => undefined),
          );
});

export const toolWindow: Field<ToolWindow> = map(
    "",
    { releases: range, minimum: list(text(PATCH)), source: word },
    ({ minimum }) => {
        const minors = new Set(minimum.map((version) => version.split(".", 2).join(".")));
        const isSorted = semver.sort([...minimum]).join() === minimum.join();
        return minimum.length === 0 || minors.size < minimum.length || !isSorted
            ? { at: ["minimum"], rule: "must be one version a minor, lowest first" }
            : undefined;
    },
);

export const supportWindow: Field<SupportWindow> = map(
    "",
    {
        minor: text(MINOR),
        releaseDate: day,
        eol: v.optional(day),
        eolExpected: v.optional(line("must be a month or a day", (value) => endOf(value) !== undefined)),
        kubernetes: list(text(MINOR)),
        kubernetesSince: v.optional(record("", text(MINOR), text(/^\d{4}-\d{2}-\d{2}$/)), {}),
        source: text(),
        notes: v.optional(list(text()), []),
    },
    ({ eol, eolExpected }) =>
        eol === undefined && eolExpected === undefined
            ? { at: ["eol"], rule: "or eolExpected is needed" }
            : undefined,
);

const pageFields = { releases: list(text()), cves: list(text()), cvss: text() };
const page: Field<BulletinPage> = map("", pageFields);
const against: Field<Partial<BulletinPage>> = map("", {
    releases: v.optional(pageFields.releases),
    cves: v.optional(pageFields.cves),
    cvss: v.optional(pageFields.cvss),
});

const KINDS = ["vulnerability", "regressed-build", "skew-dependent", "by-design", "config-advisory"] as const;
const correction: Field<BulletinCorrection> = map(
    "",
    {
        against: v.optional(against, {}),
        affected: v.optional(ranges),
        lowerBound: v.optional(oneOf("", ["exact"])),
        kind: v.optional(oneOf("", KINDS)),
        cves: v.optional(list(text(/^[A-Z]+-[0-9A-Za-z-]{1,40}$/))),
        cvss: v.optional(score()),
        skew: v.optional(map("", { controlPlane: range, proxies: range })),
        reason: text(),
    },
    ({ kind, skew }) =>
        kind === "skew-dependent" && !skew ? { at: ["skew"], rule: "is required" } : undefined,
);

export const bulletin: Field<Bulletin> = map("", {
    id,
    date: day,
    url,
    commit: v.optional(text(/^[0-9a-f]{40}$/)),
    page,
    literal: v.optional(ranges),
    correction: v.optional(correction),
});

export const advisory: Field<Advisory> = map("", {
    id,
    date: day,
    url,
    cvss: v.optional(score()),
    affected: ranges,
    firstFixed: list(text(/^\d+\.\d+\.\d+$/)),
    summary: text(),
});

export const pairFault: Field<PairFault> = map("", {
    id,
    date: day,
    url,
    controlPlane: ranges,
    proxies: ranges,
    firstFixed: list(text(PATCH)),
    summary: text(),
});

export const artifactFault: Field<ArtifactFault> = map("", {
    version: line("must be an exact version", (value) => strictVersion(value) !== undefined),
    date: day,
    reason: text(),
    url,
});
