import assert from "node:assert/strict";

import { stepGate } from "../../../../lifecycle/versions/gates/step";
import { contextOf, judged } from "../example-catalog";

const cases: readonly (readonly [
    current: string | undefined,
    version: string,
    strategy: "in-place" | "revisions",
    reason: string | undefined,
])[] = [
    [undefined, "1.31.1", "in-place", undefined],
    ["1.31.1", "1.31.1", "in-place", undefined],
    ["1.30.5", "1.31.1", "in-place", undefined],
    ["1.31.1", "1.30.5", "in-place", undefined],
    [
        "1.29.8",
        "1.31.1",
        "in-place",
        "it is 2 minors from 1.29.8, and an upgrade goes in place one minor at a time: 1.30.5, then 1.31.1",
    ],
    ["1.29.8", "1.31.1", "revisions", undefined],
    [
        "1.31.1",
        "1.29.8",
        "in-place",
        "it is 2 minors from 1.31.1, and an upgrade goes in place one minor at a time: 1.30.5, then 1.29.8",
    ],
    [
        "1.28.10",
        "1.31.1",
        "in-place",
        "it is 3 minors from 1.28.10, and an upgrade goes in place one minor at a time: 1.29.8, then 1.30.5, then 1.31.1",
    ],
    [
        "1.28.10",
        "1.31.1",
        "revisions",
        "it is 3 minors from 1.28.10, and an upgrade goes by revision at most two at a time: 1.30.5, then 1.31.1",
    ],
    [
        "1.20.8",
        "1.31.1",
        "in-place",
        "it is 11 minors from 1.20.8, and an upgrade goes in place one minor at a time: 1.21.6, then 1.22.8, then 1.23.6, then …, then 1.30.5, then 1.31.1",
    ],
    ["0.8.0", "1.31.1", "revisions", "0.8.0 is of another major version"],
];

describe("step", () => {
    for (const [current, version, strategy, reason] of cases) {
        it(`${reason === undefined ? "passes" : "refuses"} ${current ?? "nothing"} to ${version} ${strategy}`, () => {
            assert.equal(judged(stepGate, version, contextOf({ current, strategy })), reason);
        });
    }

    it("names what was there on the day", () => {
        const reason = judged(stepGate, "1.31.0", contextOf({ current: "1.29.6" }, "2026-09-01"));
        assert.match(reason ?? "", /: 1\.30\.4, then 1\.31\.0$/);
    });
});
