import assert from "node:assert/strict";
import fc from "fast-check";
import type { ArtifactFault, Bulletin, Release, SupportWindow } from "../../../lifecycle/versions/catalog";
import {
    mergeArtifactFaults,
    mergeBulletins,
    mergeReleases,
    mergeSupport,
    versionsOf,
} from "../../../lifecycle/versions/refresh-merge";

describe("versionsOf", () => {
    const hostile = [
        "1.1.0.snapshot.0",
        "1.15-beta.0",
        "1.99.0\nX=1",
        "$(id)",
        "../../x",
        "1.99.0-$(curl)",
        "١.٢.٣",
        "1".repeat(10_000_000),
    ];

    it("keeps strict versions, each once and in order, and drops what is hostile", () => {
        assert.deepEqual(versionsOf(["1.10.0", "1.9.0", "v1.99.0", "1.9.0", "1.9.0-rc.1", ...hostile], ""), [
            "1.9.0-rc.1",
            "1.9.0",
            "1.10.0",
        ]);
        assert.deepEqual(versionsOf(["v2.0.0", "2.1.0", "vv2.2.0", ...hostile], "v"), ["2.0.0"]);
    });

    it("gives versions only, whatever the tags", () => {
        fc.assert(
            fc.property(fc.array(fc.string()), (tags) => {
                for (const version of versionsOf(tags, ""))
                    assert.match(version, /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);
            }),
        );
    });
});

describe("mergeReleases", () => {
    const known: Release[] = [
        { version: "1.9.0", date: "2021-02-09", source: "tag" },
        { version: "1.10.0", source: "tag" },
    ];

    it("adds what is new, dates what had no date, and changes no date", () => {
        const seen = [
            { version: "1.11.0", date: undefined, source: "tag" },
            { version: "1.9.0", date: "2030-01-01", source: "tag" },
            { version: "1.10.0", date: "2021-05-18", source: "announcement" },
        ];

        assert.deepEqual(mergeReleases(known, seen), {
            items: [known[0], seen[2], seen[0]],
            changes: ["1.11.0 is new: date unknown", "1.10.0 has a date: 2021-05-18"],
        });
    });
});

describe("mergeSupport", () => {
    const window: SupportWindow = {
        minor: "1.30",
        releaseDate: "2026-05-18",
        eolExpected: "2026-11",
        kubernetes: ["1.32", "1.33"],
        kubernetesSince: { "1.33": "2026-06-01" },
        source: "old",
        notes: ["a note"],
    };
    const row = {
        minor: "1.30",
        releaseDate: "2026-05-14",
        eolExpected: "2026-11",
        kubernetes: ["1.32", "1.33"],
    };

    it("leaves a window alone that is the same but for its first day", () => {
        assert.deepEqual(mergeSupport([window], [row], "2026-11-21", "table"), {
            items: [window],
            changes: [],
        });
    });

    it("keeps minors the table has forgotten, newest first", () => {
        const { items } = mergeSupport([{ ...window, minor: "1.9" }, window], [row], "2026-11-21", "table");

        assert.deepEqual(
            items.map(({ minor }) => minor),
            ["1.30", "1.9"],
        );
    });

    it("counts Kubernetes minors that join from today, and forgets those that leave", () => {
        const { items, changes } = mergeSupport(
            [window],
            [{ ...row, kubernetes: ["1.32", "1.34"] }],
            "2026-11-21",
            "table",
        );

        assert.deepEqual(changes, [
            "1.30 now supports Kubernetes 1.34",
            "1.30 no longer supports Kubernetes 1.33",
        ]);
        assert.deepEqual(items[0]?.kubernetesSince, { "1.34": "2026-11-21" });
        assert.deepEqual(
            [items[0]?.releaseDate, items[0]?.notes, items[0]?.source],
            ["2026-05-18", ["a note"], "table"],
        );
    });

    it("moves an end that was only expected, and makes an announced one certain", () => {
        const moved = mergeSupport([window], [{ ...row, eolExpected: "2027-01" }], "2026-11-21", "table");
        const certain = mergeSupport(
            [window],
            [{ ...row, eolExpected: undefined, eol: "2026-12-24" }],
            "2026-11-21",
            "table",
        );

        assert.deepEqual(moved.changes, ["1.30 ends 2027-01, as is expected; it was 2026-11"]);
        assert.deepEqual(certain.changes, ["1.30 ends 2026-12-24; it was 2026-11"]);
        assert.deepEqual([certain.items[0]?.eol, certain.items[0]?.eolExpected], ["2026-12-24", undefined]);
    });
});

describe("mergeBulletins", () => {
    const page = { releases: ["1.1.0"], cves: [], cvss: "7.5" };
    const known: Bulletin = {
        id: "ISTIO-SECURITY-2026-001",
        date: "2026-01-01",
        url: "https://istio.io/x/",
        commit: "a".repeat(40),
        page,
        literal: ["=1.1.0"],
        correction: { against: { cvss: "7.5" }, cvss: 9, reason: "the vector says so" },
    };

    it("leaves a bulletin alone that says the same", () => {
        assert.deepEqual(mergeBulletins([known], [{ id: known.id, date: known.date, page: { ...page } }]), {
            items: [known],
            changes: [],
        });
    });

    it("takes over what the page says, keeps the correction, and forgets the commit it was read at", () => {
        const changed = { ...page, releases: ["1.1.0 to 1.1.3"] };

        assert.deepEqual(mergeBulletins([known], [{ id: known.id, date: "2026-01-02", page: changed }]), {
            items: [
                {
                    id: known.id,
                    date: "2026-01-02",
                    url: known.url,
                    page: changed,
                    literal: [">=1.1.0 <=1.1.3"],
                    correction: known.correction,
                },
            ],
            changes: [
                'ISTIO-SECURITY-2026-001 changed releases from ["1.1.0"] to ["1.1.0 to 1.1.3"]',
                "ISTIO-SECURITY-2026-001 changed its date from 2026-01-01 to 2026-01-02",
            ],
        });
    });

    it("says of new prose that it cannot be judged", () => {
        const prose = { ...page, releases: ["on Tuesdays"] };

        const { changes } = mergeBulletins([], [{ id: known.id, date: "2026-01-01", page: prose }]);

        assert.deepEqual(changes, [
            'ISTIO-SECURITY-2026-001 is new, of 2026-01-01, about ["on Tuesdays"]; its releases cannot be read, so it refuses every older release',
        ]);
    });
});

describe("mergeArtifactFaults", () => {
    const byHand: ArtifactFault = {
        version: "1.1.3",
        date: "2019-04-12",
        reason: "no archives",
        url: "https://x.test/",
    };
    const whole = { base: new Set(["1.2.0"]), istiod: new Set(["1.2.0"]) };

    it("keeps what people found, and keeps the day of what is still missing", () => {
        const facts = { gone: ["1.3.0"], added: ["1.2.0", "1.4.0"], charts: whole, today: "2026-11-21" };
        const first = mergeArtifactFaults([byHand], facts);
        const second = mergeArtifactFaults(first.items, { ...facts, added: [], today: "2026-11-22" });

        assert.deepEqual(first.changes, [
            "1.3.0: its tag is gone from the repository",
            "1.4.0: its charts base, istiod are not in the chart repository",
        ]);
        assert.deepEqual(
            first.items.map(({ version, date }) => [version, date]),
            [
                ["1.1.3", "2019-04-12"],
                ["1.3.0", "2026-11-21"],
                ["1.4.0", "2026-11-21"],
            ],
        );
        assert.deepEqual(second, { items: first.items, changes: [] });
    });

    it("takes nothing back that a person wrote in the same words", () => {
        const same = { ...byHand, version: "1.2.0", reason: "its tag is gone from the repository" };
        const facts = { gone: [], added: [], charts: whole, today: "2026-11-21" };

        assert.deepEqual(mergeArtifactFaults([same], facts), { items: [same], changes: [] });
    });

    it("takes a fault back when it is mended", () => {
        const facts = { gone: ["1.2.0"], added: [], charts: whole, today: "2026-11-21" };
        const { items } = mergeArtifactFaults([byHand], facts);

        assert.deepEqual(mergeArtifactFaults(items, { ...facts, gone: [] }), {
            items: [byHand],
            changes: ["1.2.0 is complete now"],
        });
    });
});
