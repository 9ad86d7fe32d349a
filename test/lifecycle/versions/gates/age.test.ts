import assert from "node:assert/strict";

import type { ResolveRequest } from "../../../../lifecycle/versions/request";
import { ageGate } from "../../../../lifecycle/versions/gates/age";
import { catalogOf, contextOf, judged, noted } from "../example-catalog";

const young = "it was released on 2026-08-26, and 3d have not passed by 2026-08-27";

const cases: readonly (readonly [
    name: string,
    version: string,
    day: string,
    request: Partial<ResolveRequest>,
    reason: string | undefined,
])[] = [
    ["refuses a release of yesterday", "1.30.4", "2026-08-27", {}, young],
    ["passes it on the third day", "1.30.4", "2026-08-29", {}, undefined],
    ["passes it at once without a minimum", "1.30.4", "2026-08-26", { minimumAge: "0d" }, undefined],
    [
        "counts hours: one day is not 36 of them",
        "1.30.4",
        "2026-08-27",
        { minimumAge: "36h" },
        young.replace("3d", "36h"),
    ],
    [
        "counts hours: two days are more than 36 of them",
        "1.30.4",
        "2026-08-28",
        { minimumAge: "36h" },
        undefined,
    ],
    [
        "is lifted when the pin is vulnerable and the release mends it",
        "1.30.4",
        "2026-08-27",
        { current: "1.30.3" },
        undefined,
    ],
    [
        "is not lifted for a farther release than the nearest that mends",
        "1.30.3",
        "2026-07-17",
        { current: "1.30.1", minimumAge: "9d" },
        "it was released on 2026-07-16, and 9d have not passed by 2026-07-17; that 1.30.1 is vulnerable lifts it for the nearest release that mends, 1.30.2",
    ],
    [
        "is not lifted for a pin without faults",
        "1.31.1",
        "2026-09-22",
        { current: "1.32.0" },
        "it was released on 2026-09-21, and 3d have not passed by 2026-09-22",
    ],
    [
        "is not lifted when the pin's fault is waived",
        "1.30.4",
        "2026-08-27",
        {
            current: "1.30.3",
            waivers: ["ISTIO-SECURITY-2026-006", "ISTIO-RN-2026-annotation-injection"].map((id) => ({
                id,
                reason: "no such use",
                expires: "2026-12-31",
            })),
        },
        young,
    ],
    ["does not hold against what runs already", "1.30.4", "2026-08-27", { current: "1.30.4" }, undefined],
    [
        "is waived by its name",
        "1.30.4",
        "2026-08-27",
        { waivers: [{ id: "age", reason: "drill", expires: "2026-08-27" }] },
        undefined,
    ],
];

describe("age", () => {
    for (const [name, version, day, request, reason] of cases) {
        it(name, () => {
            assert.equal(judged(ageGate, version, contextOf(request, day)), reason);
        });
    }

    it("is not lifted when the candidate keeps one of the pin's faults", () => {
        // 1.31.0 came five days after the bulletin and still has the annotation fault of 1.30.3.
        const reason = judged(ageGate, "1.31.0", contextOf({ current: "1.30.3" }, "2026-09-01"));

        assert.equal(
            reason,
            "it was released on 2026-08-31, and 3d have not passed by 2026-09-01; that 1.30.3 is vulnerable lifts it for the nearest release that mends, 1.30.4",
        );
    });

    it("takes an unknown date for not old enough, whatever the minimum", () => {
        const catalog = catalogOf({ "1.31.1": undefined });

        for (const minimumAge of ["0d", "3d"]) {
            const reason = judged(
                ageGate,
                "1.31.1",
                contextOf({ minimumAge, current: "1.30.3" }, "2026-10-01", catalog),
            );
            assert.equal(reason, "the day of its release is unknown, which is not old enough");
        }
    });

    it("says when and why it was lifted", () => {
        assert.deepEqual(noted(ageGate, "1.30.4", contextOf({ current: "1.30.3" }, "2026-08-27")), [
            "the minimum age of 3d is lifted: 1.30.3 has ISTIO-RN-2026-annotation-injection, ISTIO-SECURITY-2026-006, 1.30.4 has not",
        ]);
        assert.deepEqual(noted(ageGate, "1.30.4", contextOf({ current: "1.30.3" }, "2026-10-01")), []);
    });
});
