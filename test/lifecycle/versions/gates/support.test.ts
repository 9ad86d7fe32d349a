import assert from "node:assert/strict";

import { supportEndText, supportGate } from "../../../../lifecycle/versions/gates/support";
import { catalogOf, contextOf, judged, noted, windowOf } from "../example-catalog";

const expected = catalogOf(
    { "1.30.5": "2026-09-21" },
    { support: [windowOf("1.30", { eolExpected: "2026-11" })] },
);
const policy = catalogOf(
    { "1.30.5": "2026-09-21", "1.32.0": "2026-11-10" },
    { support: [windowOf("1.30", { eolExpected: "2026-11" })] },
);
const day = catalogOf(
    { "1.30.5": "2026-09-21" },
    { support: [windowOf("1.30", { eolExpected: "2026-11-10" })] },
);

const cases: readonly (readonly [
    name: string,
    version: string,
    day: string,
    catalog: typeof expected | undefined,
    reason: string | undefined,
])[] = [
    ["passes the day before the end", "1.29.8", "2026-10-11", undefined, undefined],
    [
        "refuses from the day of the end on",
        "1.29.8",
        "2026-10-12",
        undefined,
        "support of 1.29 ended on 2026-10-12, so it is presumed vulnerable",
    ],
    ["asks about the day, not about today", "1.28.10", "2026-06-30", undefined, undefined],
    ["passes to the end of an expected month", "1.30.5", "2026-11-30", expected, undefined],
    [
        "passes after an expected month, as long as nothing has ended it",
        "1.30.5",
        "2026-12-01",
        expected,
        undefined,
    ],
    [
        "passes with a catalog that is still fresh enough to pick from",
        "1.30.5",
        "2027-01-29",
        expected,
        undefined,
    ],
    [
        "refuses once the catalog is too old to know",
        "1.30.5",
        "2027-01-30",
        expected,
        "support of 1.30 was expected to end in 2026-11, and the catalog of 2026-10-01 is too old to know better, so it is presumed vulnerable",
    ],
    [
        "passes 1.30.5 on the first day of December with the real catalog",
        "1.30.5",
        "2026-12-01",
        undefined,
        undefined,
    ],
    ["passes on an expected day", "1.30.5", "2026-11-10", day, undefined],
    ["passes after an expected day", "1.30.5", "2026-11-11", day, undefined],
    [
        "takes six weeks after the next but one minor over what was expected",
        "1.30.5",
        "2026-12-21",
        policy,
        undefined,
    ],
    [
        "refuses six weeks after the next but one minor",
        "1.30.5",
        "2026-12-22",
        policy,
        "support of 1.30 ended on 2026-12-22, six weeks after 1.32, so it is presumed vulnerable",
    ],
    [
        "refuses a minor nobody knows",
        "1.6.14",
        "2020-09-01",
        undefined,
        "no support window of 1.6 is known, so it is presumed vulnerable",
    ],
];

describe("support", () => {
    for (const [name, version, at, catalog, reason] of cases) {
        it(name, () => {
            assert.equal(judged(supportGate, version, contextOf({}, at, catalog)), reason);
        });
    }

    it("is computed from the day: the table called 1.24 supported two months after its end", () => {
        assert.equal(
            judged(supportGate, "1.24.6", contextOf({}, "2025-08-25")),
            "support of 1.24 ended on 2025-06-24, so it is presumed vulnerable",
        );
    });

    it("is waived by its name until the waiver expires", () => {
        const waivers = [{ id: "support", reason: "extended support bought", expires: "2026-12-31" }];

        assert.equal(judged(supportGate, "1.29.8", contextOf({ waivers }, "2026-12-31")), undefined);
        assert.match(
            judged(supportGate, "1.29.8", contextOf({ waivers }, "2027-01-01")) ?? "",
            /^support of 1\.29 ended/,
        );
    });

    it("warns in the last month", () => {
        assert.deepEqual(noted(supportGate, "1.29.8", contextOf({}, "2026-09-20")), [
            "support of 1.29 ends on 2026-10-12",
        ]);
        assert.deepEqual(noted(supportGate, "1.30.5", contextOf({}, "2026-11-21")), [
            "support of 1.30 is expected to end in 2026-11",
        ]);
        assert.deepEqual(noted(supportGate, "1.30.5", contextOf({}, "2026-12-01")), [
            "support of 1.30 was expected to end in 2026-11, but the catalog of 2026-10-01 does not know the release that ends it: it counts as supported",
        ]);
        assert.deepEqual(noted(supportGate, "1.31.1", contextOf({}, "2026-11-21")), []);
    });

    it("says until when a minor is supported", () => {
        const texts = ["1.29", "1.31", "1.6"].map((minor) => supportEndText(minor, contextOf()));
        assert.deepEqual(texts, ["2026-10-12", "2027-02 (expected)", "unknown"]);
    });
});
