import assert from "node:assert/strict";

import type { UpgradeStrategy } from "../../../../lifecycle/settings/settings";
import { skewGate } from "../../../../lifecycle/versions/gates/skew";
import { contextOf, judged, noted } from "../example-catalog";

const newer = (sidecar: string, version: string): string =>
    `sidecars run ${sidecar}, and proxies must not be newer than their control plane: move them to ${version} first, then the control plane`;
const older = (sidecar: string): string =>
    `sidecars run ${sidecar}, and proxies must be at most one minor older than their control plane: upgrade one minor, then the sidecars, then the next`;
const olderByRevision = (sidecar: string): string =>
    `sidecars run ${sidecar}, and by revision too proxies must be at most two minors older than the newest control plane: upgrade two minors, then the sidecars, then go on`;
const note = (sidecar: string, revision: string): string =>
    `sidecars run ${sidecar}, two minors older than 1.31.1: allowed by revision only, because they keep their own istiod; revision ${revision} must stay until they are gone`;

const both = ["in-place", "revisions"] as const;

const cases: readonly (readonly [
    strategies: readonly UpgradeStrategy[],
    version: string,
    sidecars: readonly string[],
    reason: string | undefined,
])[] = [
    [both, "1.31.1", [], undefined],
    [both, "1.31.1", ["1.31.1"], undefined],
    [both, "1.31.1", ["1.30.0", "1.31.0"], undefined],
    [both, "1.31.1", ["1.31.1-distroless", "1.30.5-debug"], undefined],
    [both, "1.31.0", ["1.30.5", "1.31.1"], newer("1.31.1", "1.31.0")],
    [both, "1.30.5", ["1.31.1", "1.30.5"], newer("1.31.1", "1.30.5")],
    [["in-place"], "1.31.1", ["1.31.1", "1.29.8"], older("1.29.8")],
    [["revisions"], "1.31.1", ["1.31.1", "1.29.8"], undefined],
    [["in-place"], "1.31.1", ["1.28.10"], older("1.28.10")],
    [["revisions"], "1.31.1", ["1.28.10", "1.30.5"], olderByRevision("1.28.10")],
    [["in-place"], "1.31.1", ["0.8.0"], older("0.8.0")],
    [["revisions"], "1.31.1", ["0.8.0"], olderByRevision("0.8.0")],
];

const notes: readonly (readonly [UpgradeStrategy, sidecars: readonly string[], notes: readonly string[]])[] =
    [
        ["in-place", ["1.30.5"], []],
        ["revisions", [], []],
        ["revisions", ["1.30.5", "1.31.1"], []],
        ["revisions", ["1.29.8"], [note("1.29.8", "1-29-8")]],
        [
            "revisions",
            ["1.29.8", "1.31.1", "1.29.8-distroless", "1.29.0"],
            [note("1.29.0", "1-29-0"), note("1.29.8", "1-29-8")],
        ],
    ];

describe("skew", () => {
    for (const [strategies, version, sidecars, reason] of cases) {
        for (const strategy of strategies) {
            it(`${reason === undefined ? "passes" : "refuses"} ${version} before ${sidecars.join(" and ") || "no sidecars"}, ${strategy}`, () => {
                assert.equal(judged(skewGate, version, contextOf({ sidecars, strategy })), reason);
            });
        }
    }

    for (const [strategy, sidecars, expected] of notes) {
        it(`notes what has to stay before ${sidecars.join(" and ") || "no sidecars"}, ${strategy}`, () => {
            const context = contextOf({ sidecars, strategy });
            assert.deepEqual(noted(skewGate, "1.31.1", context), expected);
        });
    }
});
