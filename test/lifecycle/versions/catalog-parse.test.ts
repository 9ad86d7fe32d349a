import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { CATALOG_FILES, type CatalogPart, parseCatalog } from "../../../lifecycle/versions/catalog-parse";

const root = join(__dirname, "../../..");
const texts = Object.fromEntries(
    Object.entries(CATALOG_FILES).map(([part, file]) => [part, readFileSync(join(root, file), "utf8")]),
) as Record<CatalogPart, string>;

interface Loose {
    [key: string]: unknown;
}

/** The catalog with one of its files changed. */
function changed(part: CatalogPart, change: (content: Loose) => void): Record<CatalogPart, string> {
    const content = JSON.parse(texts[part]) as Loose;
    change(content);
    return { ...texts, [part]: JSON.stringify(content) };
}

const row = (content: Loose, list: string, index = 0): Loose => (content[list] as Loose[])[index] ?? {};

const refused: readonly (readonly [
    name: string,
    part: CatalogPart,
    change: (content: Loose) => void,
    message: RegExp,
])[] = [
    [
        "another schema",
        "releases",
        (file) => (file["schema"] = "windlass/catalog/v2"),
        /releases\.json: schema: .* is of a newer Windlass: this Windlass knows windlass\/catalog\/v1/,
    ],
    [
        "a schema that is none",
        "releases",
        (file) => (file["schema"] = "catalog"),
        /releases\.json: schema: "catalog": must be one of windlass\/catalog\/v1/,
    ],
    [
        "a date that is none",
        "support",
        (file) => (file["date"] = "2026-02-30"),
        /support\.json: date: .* must be a day/,
    ],
    [
        "a release without a source",
        "releases",
        (file) => delete row(file, "releases")["source"],
        /releases\[0\]\.source: is required/,
    ],
    [
        "a release of no day",
        "releases",
        (file) => (row(file, "releases")["date"] = "soon"),
        /releases\[0\]\.date: "soon": must be a day/,
    ],
    [
        "a window without an end",
        "support",
        (file) => delete row(file, "minors")["eolExpected"],
        /minors\[0\]\.eol: or eolExpected is needed/,
    ],
    [
        "an expectation that is no date",
        "support",
        (file) => (row(file, "minors")["eolExpected"] = "later"),
        /eolExpected: "later": must be a month or a day/,
    ],
    [
        "a Kubernetes that is none",
        "support",
        (file) => (row(file, "minors")["kubernetes"] = ["1.32; id"]),
        /kubernetes\[0\]/,
    ],
    [
        "a range that is none",
        "bulletins",
        (file) => (row(file, "bulletins")["literal"] = ["one"]),
        /literal\[0\]: "one": must be a semver range/,
    ],
    [
        "no range at all",
        "advisories",
        (file) => (row(file, "advisories")["affected"] = []),
        /affected: \[\]: must not be empty/,
    ],
    [
        "a correction without a reason",
        "bulletins",
        (file) => delete (row(file, "bulletins")["correction"] as Loose)["reason"],
        /correction\.reason: is required/,
    ],
    [
        "a kind nobody knows",
        "bulletins",
        (file) => ((row(file, "bulletins")["correction"] as Loose)["kind"] = "harmless"),
        /kind: "harmless": must be one of/,
    ],
    [
        "a pair without its ranges",
        "bulletins",
        (file) => ((row(file, "bulletins")["correction"] as Loose)["kind"] = "skew-dependent"),
        /skew: is required/,
    ],
    [
        "a key nobody reads",
        "bulletins",
        (file) => (row(file, "bulletins")["waived"] = true),
        /waived: is not a known key/,
    ],
    [
        "an address that is none",
        "clientFaults",
        (file) => (row(file, "faults")["url"] = "javascript:alert(1)"),
        /faults\[0\]\.url/,
    ],
    [
        "an artifact of no version",
        "artifacts",
        (file) => (row(file, "faults")["version"] = "1.1"),
        /must be an exact version/,
    ],
];

describe("parseCatalog", () => {
    for (const [name, part, change, message] of refused) {
        it(`refuses ${name}`, () => {
            assert.throws(() => parseCatalog(changed(part, change)), message);
        });
    }

    it("refuses what is no JSON", () => {
        assert.throws(() => parseCatalog({ ...texts, flux: "{" }), {
            message: "catalog/flux.json: is not JSON. Restore the file from Git.",
        });
    });

    it("drops and counts versions that are none", () => {
        const hostile = [
            "1.1.0.snapshot.0",
            "v1.99.0",
            "1.99.0\nX=1",
            "$(id)",
            "../../x",
            "1.99.0-$(curl)",
            5,
            null,
        ];
        const with_ = changed("releases", (file) =>
            (file["releases"] as unknown[]).push(
                ...hostile.map((version) => ({ version, date: "2026-09-30", source: "tag" })),
                {},
            ),
        );
        const { releases, dropped } = parseCatalog(with_);

        assert.equal(dropped, 9);
        assert.deepEqual(releases, parseCatalog(texts).releases);
    });

    const twice: readonly (readonly [part: CatalogPart, list: string])[] = [
        ["releases", "releases"],
        ["flux", "releases"],
        ["flux", "kubernetes"],
        ["support", "minors"],
        ["bulletins", "bulletins"],
        ["advisories", "advisories"],
        ["advisories", "pairs"],
        ["clientFaults", "faults"],
        ["artifacts", "faults"],
    ];
    for (const [part, list] of twice) {
        it(`refuses an entry that stands twice in ${list} of ${part}`, () => {
            const file = changed(part, (content) => (content[list] as unknown[]).push(row(content, list)));

            assert.throws(() => parseCatalog(file), /stands there twice, and nobody knows which entry holds/);
        });
    }

    it("refuses a key that stands twice: JSON.parse would take the second in silence", () => {
        const flux = texts.flux.replace('"date":', '"date": "2026-08-07", "date":');

        assert.throws(() => parseCatalog({ ...texts, flux }), /flux\.json: date: stands there twice/);
    });

    it("knows the day of each file", () => {
        const { dates } = parseCatalog(changed("flagger", (file) => (file["date"] = "2030-01-01")));

        assert.equal(dates?.["catalog/flagger.json"], "2030-01-01");
        assert.equal(Object.keys(dates).length, Object.keys(CATALOG_FILES).length);
    });

    it("sorts releases, whatever their order", () => {
        const reversed = changed("releases", (file) => (file["releases"] as unknown[]).reverse());
        assert.deepEqual(parseCatalog(reversed), parseCatalog(texts));
    });

    it("is as old as the oldest of the files that decide", () => {
        assert.equal(
            parseCatalog(changed("support", (file) => (file["date"] = "2026-08-01"))).date,
            "2026-08-01",
        );
        assert.equal(
            parseCatalog(changed("advisories", (file) => (file["date"] = "2020-08-01"))).date,
            "2026-10-01",
        );
    });

    it("drops any text in the place of a version, or reads it as it stands", () => {
        fc.assert(
            fc.property(fc.oneof(fc.string(), fc.string({ unit: "grapheme" })), (version) => {
                const { releases, dropped } = parseCatalog(
                    changed(
                        "flagger",
                        (file) => (file["releases"] = [{ version, date: "2026-09-30", source: "tag" }]),
                    ),
                ).tools.flagger as { releases: readonly unknown[]; dropped?: number };
                assert.ok(releases.length === 1 || dropped === 1);
            }),
            { numRuns: 20 },
        );
    });
});
