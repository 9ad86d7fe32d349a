import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import { ExitStatus, WindlassError } from "../../../lifecycle/kit/errors";
import type { Catalog } from "../../../lifecycle/versions/catalog";
import { GATES } from "../../../lifecycle/versions/gates/gates";
import { type ResolveRequest, momentOf } from "../../../lifecycle/versions/request";
import {
    type Verdict,
    existing,
    resolve,
    resolveTool,
    verdictStatus,
    warningTexts,
} from "../../../lifecycle/versions/resolve";
import { catalogOf, contextOf, realCatalog } from "./example-catalog";

const DAY = "2026-11-21";

function answer(request: ResolveRequest, day = DAY, catalog = realCatalog): Verdict {
    return resolve(request, catalog, momentOf(day));
}

/** What the verdict says of one release: the gate that refuses it. */
function gateOf(verdict: Verdict, version: string): string | undefined {
    return verdict.rejected.find((rejection) => rejection.version === version)?.gate;
}

const cases: readonly (readonly [
    name: string,
    request: ResolveRequest,
    day: string,
    version: string | null,
    gates?: Readonly<Record<string, string>>,
])[] = [
    [
        "picks the newest of a range",
        { range: "~1.31" },
        DAY,
        "1.31.1",
        { "1.31.0": "bulletin", "1.30.5": "range", "1.31.0-rc.0": "stable" },
    ],
    ["finds nothing above everything", { range: ">=9" }, DAY, null, { "1.31.1": "range" }],
    ["never picks a pre-release", { range: ">=1.31.0-0" }, "2026-08-25", null, { "1.31.0-rc.0": "stable" }],
    [
        "picks one where they are allowed and sound",
        { range: ">=1.30.0-0", allowPrerelease: true, minimumAge: "0d" },
        "2026-08-20",
        "1.31.0-rc.0",
    ],
    [
        "does not take the newest for the safest",
        { range: ">=1.30", minimumAge: "0d" },
        "2026-09-02",
        "1.30.4",
        { "1.31.0": "bulletin" },
    ],
    [
        "lets a release ripen",
        { range: "~1.30" },
        "2026-08-27",
        null,
        { "1.30.4": "age", "1.30.3": "bulletin" },
    ],
    [
        "does not let it ripen when the pin is vulnerable",
        { range: "~1.30", current: "1.30.3" },
        "2026-08-27",
        "1.30.4",
    ],
    [
        "leaves minors past their end",
        { range: ">=1.29 <1.32", kubernetes: "1.31" },
        DAY,
        null,
        { "1.29.8": "support", "1.30.5": "kubernetes", "1.31.1": "kubernetes" },
    ],
    ["took them before their end", { range: ">=1.29 <1.32", kubernetes: "1.31" }, "2026-10-01", "1.29.8"],
    [
        "goes one minor at a time in place",
        { range: ">=1.29 <1.32", current: "1.29.8" },
        DAY,
        "1.30.5",
        { "1.31.1": "step" },
    ],
    [
        "goes two by revision",
        { range: ">=1.29 <1.32", current: "1.29.8", strategy: "revisions" },
        DAY,
        "1.31.1",
    ],
    [
        "waits for sidecars in place",
        { range: ">=1.29 <1.32", current: "1.30.5", sidecars: ["1.29.8"] },
        DAY,
        "1.30.5",
        { "1.31.1": "skew" },
    ],
    [
        "leaves sidecars to the istiod of their own revision",
        { range: ">=1.29 <1.32", current: "1.29.8", sidecars: ["1.29.8"], strategy: "revisions" },
        DAY,
        "1.31.1",
    ],
    [
        "waits for sidecars three minors behind by revision too",
        { range: ">=1.28 <1.32", current: "1.30.5", sidecars: ["1.28.10"], strategy: "revisions" },
        DAY,
        "1.30.5",
        { "1.31.1": "skew" },
    ],
    [
        "goes on when the sidecars have followed",
        { range: ">=1.29 <1.32", current: "1.30.5", sidecars: ["1.30.5"] },
        DAY,
        "1.31.1",
    ],
    ["keeps a sound pin", { range: "~1.31", current: "1.31.1", sidecars: ["1.31.1"] }, DAY, "1.31.1"],
    ["keeps a sound pin of today", { range: "~1.31", current: "1.31.1" }, "2026-09-21", "1.31.1"],
    ["does not go back", { range: "~1.30", current: "1.31.1" }, DAY, null, { "1.30.5": "downgrade" }],
    ["goes back when asked", { range: "~1.30", current: "1.31.1", allowDowngrade: true }, DAY, "1.30.5"],
    [
        "does not go back below the sidecars",
        { range: "~1.30", current: "1.31.1", sidecars: ["1.31.1"], allowDowngrade: true },
        DAY,
        null,
        { "1.30.5": "skew" },
    ],
    ["skips a withdrawn build", { range: "~1.13" }, "2022-07-30", "1.13.5", { "1.13.6": "bulletin" }],
    ["took the same build before it was withdrawn", { range: "~1.13" }, "2022-07-25", "1.13.6"],
    [
        "refuses an istioctl with a fault",
        { range: "~1.30.4", minimumAge: "3d" },
        "2026-09-22",
        null,
        { "1.30.4": "client", "1.30.5": "age" },
    ],
    [
        "picks nothing new from an old catalog",
        { range: "~1.31" },
        "2027-01-30",
        null,
        { "1.31.1": "catalog" },
    ],
    ["keeps what runs with an old catalog", { range: "~1.31", current: "1.31.1" }, "2027-01-30", "1.31.1"],
    ["knows no release before the first", { range: ">=0.0.1" }, "1970-01-01", null],
    [
        "does not judge 2099",
        { range: "~1.31", current: "1.31.1" },
        "2099-01-01",
        null,
        { "1.31.1": "catalog" },
    ],
];

describe("resolve", () => {
    for (const [name, request, day, version, gates = {}] of cases) {
        it(name, () => {
            const verdict = answer(request, day);

            assert.equal(verdict.version, version);
            for (const [refused, gate] of Object.entries(gates))
                assert.equal(gateOf(verdict, refused), gate, refused);
            assert.equal(verdictStatus(verdict), version === null ? ExitStatus.noCandidate : ExitStatus.ok);
        });
    }

    it("proposes the way for a step that is too wide", () => {
        const { rejected } = answer({ range: ">=1.29 <1.32", current: "1.29.8" });
        const { reason } = rejected.find(({ version }) => version === "1.31.1") ?? {};
        assert.equal(
            reason,
            "it is 2 minors from 1.29.8, and an upgrade goes in place one minor at a time: 1.30.5, then 1.31.1",
        );
    });

    it("refuses to judge by a clock of 1970, and says so", () => {
        const verdict = resolve({ range: "~1.31" }, realCatalog, {
            time: 86_400_000,
            asked: false,
        });

        assert.equal(verdict.version, null);
        assert.deepEqual(verdict.rejected, []);
        assert.deepEqual(warningTexts(verdict), [
            "the clock says 1970-01-02, which is before the catalog of 2026-10-01: set the clock, or name the day",
        ]);
    });

    it("warns of all that is worth knowing", () => {
        assert.deepEqual(warningTexts(answer({ range: "~1.30", current: "1.29.8", mtls: "STRICT" })), [
            "the catalog of 2026-10-01 is 51 days old: later releases and bulletins are unknown; run catalog refresh",
            "no Kubernetes version was given, so whether the cluster is supported was not looked at",
            "the current 1.29.8 would not be picked today (range): it is outside the range ~1.30",
            "support of 1.30 is expected to end in 2026-11",
            "ISTIO-SECURITY-2021-002 applies to every release: a matter of configuration, no release mends it",
            "ISTIO-SECURITY-2026-002 applies to every release: a matter of design, restrict who may write the objects it names",
        ]);
    });

    it("says that the pin stays, and why it should not", () => {
        const verdict = answer({ range: "~1.28", current: "1.28.10", kubernetes: "1.33" }, "2026-09-01");

        assert.equal(verdict.version, null);
        assert.deepEqual(warningTexts(verdict), [
            "the current 1.28.10 would not be picked today (support): support of 1.28 ended on 2026-07-01, so it is presumed vulnerable; the pin stays",
        ]);
    });

    it("warns of a pin whose release has disappeared, and still proposes another", () => {
        const verdict = answer(
            { range: "~1.31", current: "1.31.0-hotfix", kubernetes: "1.34" },
            "2026-10-01",
        );

        assert.equal(verdict.version, "1.31.1");
        assert.equal(
            warningTexts(verdict)[0],
            "the current 1.31.0-hotfix is no release the catalog knows: it was withdrawn, or never was one",
        );
    });

    it("names the waivers without which it would have refused", () => {
        const waivers = ["support", "age", "kubernetes"].map((id) => ({
            id,
            reason: "drill",
            expires: "2026-12-31",
        }));
        const verdict = answer({ range: "~1.29", kubernetes: "1.36", waivers });

        assert.deepEqual([verdict.version, verdict.waivers], ["1.29.8", ["kubernetes", "support"]]);
    });
});

const part = fc.integer({ min: 0, max: 5 });
const versions = fc.uniqueArray(
    fc
        .tuple(part, part, fc.constantFrom("", "", "", "-rc.0"))
        .map(([minor, patch, tag]) => `1.${minor}.${patch}${tag}`),
    { minLength: 1, maxLength: 12 },
);
const dated = versions.chain((list) =>
    fc.tuple(
        ...list.map((version) =>
            fc.tuple(fc.constant(version), fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined })),
        ),
    ),
);
const releases = dated.map((list) =>
    list.map(
        ([version, day]) =>
            [version, day === undefined ? undefined : `2026-09-${String(day).padStart(2, "0")}`] as const,
    ),
);
const version = fc.tuple(part, part).map(([minor, patch]) => `1.${minor}.${patch}`);
const request: fc.Arbitrary<ResolveRequest> = fc.record(
    {
        range: fc.oneof(
            version.map((low) => `>=${low}`),
            version.map((low) => `~${low}`),
        ),
        current: version,
        sidecars: fc.array(version, { maxLength: 2 }),
        strategy: fc.constantFrom("in-place" as const, "revisions" as const),
        minimumAge: fc.constantFrom("0d", "3d", "36h"),
        kubernetes: fc.constantFrom("1.33", "1.34", "1.40"),
        allowDowngrade: fc.boolean(),
        allowPrerelease: fc.boolean(),
    },
    { requiredKeys: ["range"] },
);
const faults = fc.array(version, { maxLength: 3 }).map((affected) =>
    affected.map((one, index) => ({
        id: `FAULT-${index}`,
        date: "2026-09-10",
        url: "https://istio.io/x",
        affected: [`=${one}`],
        firstFixed: [],
        summary: "a fault",
    })),
);

describe("every verdict", () => {
    const check = (property: (asked: ResolveRequest, catalog: Catalog) => void): void => {
        fc.assert(
            fc.property(request, releases, faults, (asked, list, advisories) =>
                property(asked, catalogOf(Object.fromEntries(list), { advisories })),
            ),
            { numRuns: 300 },
        );
    };

    it("satisfies the range, is passed by every gate, and is maximal among what is", () => {
        check((asked, catalog) => {
            const { version: picked, rejected } = answer(asked, "2026-09-20", catalog);
            const context = contextOf(asked, "2026-09-20", catalog);
            const passing = existing(context.index, context.at).filter((candidate) =>
                GATES.every((gate) => gate.judge(candidate, context) === undefined),
            );

            assert.equal(
                picked,
                passing.map((candidate) => candidate.version).sort(semver.rcompare)[0] ?? null,
            );
            assert.equal(rejected.length + passing.length, existing(context.index, context.at).length);
            if (picked !== null)
                assert.ok(semver.satisfies(picked, asked.range, { includePrerelease: true }));
        });
    });

    it("names for each rejected release the first gate that refuses it", () => {
        check((asked, catalog) => {
            const context = contextOf(asked, "2026-09-20", catalog);
            for (const rejection of answer(asked, "2026-09-20", catalog).rejected) {
                const candidate = context.index.byVersion.get(rejection.version);
                assert.ok(candidate);
                const first = GATES.find((gate) => gate.judge(candidate, context) !== undefined);
                assert.deepEqual(
                    [rejection.gate, rejection.reason],
                    [first?.name, first?.judge(candidate, context)],
                );
            }
        });
    });

    it("does not depend on the order of anything, and is the same each time", () => {
        check((asked, catalog) => {
            const shuffled: Catalog = {
                ...catalog,
                releases: [...catalog.releases].reverse(),
                support: [...catalog.support].reverse(),
                advisories: [...catalog.advisories].reverse(),
            };
            const turned = { ...asked, sidecars: asked.sidecars && [...asked.sidecars].reverse() };
            const first = answer(asked, "2026-09-20", catalog);

            assert.deepEqual(answer(asked, "2026-09-20", catalog), first);
            assert.deepEqual(answer(turned, "2026-09-20", shuffled), first);
        });
    });

    it("never gets worse by a release more: it stays, or becomes the new one", () => {
        fc.assert(
            fc.property(request, releases, version, (asked, list, added) => {
                const before = answer(asked, "2026-09-20", catalogOf(Object.fromEntries(list)));
                const more = { ...Object.fromEntries(list), [added]: "2026-09-02" };
                const after = answer(asked, "2026-09-20", catalogOf(more));
                // A release that was there already may have had another day.
                fc.pre(!list.some(([known]) => known === added));
                assert.ok(after.version === before.version || after.version === added);
                if (before.version !== null) assert.ok(semver.gte(after.version ?? "0.0.0", before.version));
            }),
            { numRuns: 300 },
        );
    });

    it("never gets better by a bulletin more, unless it mends the wait", () => {
        check((asked, catalog) => {
            const { current: _, ...unpinned } = asked;
            const without = answer(unpinned, "2026-09-20", { ...catalog, advisories: [] });
            const with_ = answer(unpinned, "2026-09-20", catalog);
            assert.ok(
                with_.version === null ||
                    (without.version !== null && semver.lte(with_.version, without.version)),
            );
        });
    });

    it("is a verdict or a complaint that can be mended, whatever the texts", () => {
        const text = fc.oneof(
            fc.string(),
            fc.string({ unit: "grapheme" }),
            fc.constantFrom("1.31.1", "~1.31", "3d", "1.34", "2026-10-01"),
        );
        fc.assert(
            fc.property(
                text,
                text,
                text,
                text,
                text,
                text,
                (range, kubernetes, current, sidecar, minimumAge, day) => {
                    try {
                        const verdict = answer(
                            { range, kubernetes, current, sidecars: [sidecar], minimumAge },
                            day,
                        );
                        assert.ok(verdict.version === null || /^\d+\.\d+\.\d+$/.test(verdict.version));
                    } catch (error) {
                        assert.ok(error instanceof WindlassError);
                    }
                },
            ),
            { numRuns: 300 },
        );
    });
});

describe("resolveTool", () => {
    const tools: readonly (readonly [
        tool: "flux" | "flux-operator" | "flagger",
        range: string,
        day: string,
        version: string | null,
    ])[] = [
        ["flux", "~2.9", "2026-08-20", "2.9.4"],
        ["flux", "~2.9", "2026-08-08", "2.9.3"],
        ["flux", "~2.6", "2026-08-20", null],
        ["flux-operator", "~0.58", "2026-08-24", "0.58.1"],
        ["flagger", "~1.44", "2026-08-24", "1.44.0"],
        ["flagger", "~9", "2026-08-24", null],
    ];
    for (const [tool, range, day, picked] of tools) {
        it(`answers ${range} of ${tool} with ${picked ?? "nothing"} on ${day}`, () => {
            assert.equal(resolveTool(tool, { range }, realCatalog, momentOf(day)).version, picked);
        });
    }

    it("says nothing of bulletins, and of Kubernetes only that nobody said which", () => {
        const warnings = (kubernetes?: string): readonly string[] =>
            warningTexts(
                resolveTool("flagger", { range: "~1.44", kubernetes }, realCatalog, momentOf("2026-08-01")),
            );

        assert.deepEqual(warnings("1.34"), []);
        assert.deepEqual(warnings(), [
            "no Kubernetes version was given, so whether the cluster is supported was not looked at",
        ]);
    });
});
