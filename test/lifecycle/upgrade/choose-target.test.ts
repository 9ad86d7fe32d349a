import assert from "node:assert/strict";

import type { ResolveRequest } from "../../../lifecycle/versions/request";
import { momentOf } from "../../../lifecycle/versions/request";
import { chooseTarget } from "../../../lifecycle/upgrade/choose-target";
import { DAY, catalog, request } from "../../support/stack-pins";

const at = momentOf(DAY);

const cases: readonly (readonly [
    what: string,
    request: ResolveRequest,
    target: string | undefined,
    reasons: readonly string[],
])[] = [
    ["takes the best release of the range", request("1.31.0"), "1.31.1", []],
    ["keeps what runs and is the best", request("1.31.1"), "1.31.1", []],
    ["goes as far as it takes, whatever one step may span", request("1.28.10"), "1.31.1", []],
    [
        "goes farther than the resolver's next step",
        request("1.29.8", { range: ">=1.29.8 <1.32" }),
        "1.31.1",
        [],
    ],
    [
        "says why nothing may be picked",
        request("1.31.0", { range: "~1.27.0", allowDowngrade: true }),
        undefined,
        [
            "1.27.9 (support): support of 1.27 ended on 2026-04-07, so it is presumed vulnerable",
            "1.27.8 (support): support of 1.27 ended on 2026-04-07, so it is presumed vulnerable",
            "1.27.7 (support): support of 1.27 ended on 2026-04-07, so it is presumed vulnerable",
            "1.27.6 (support): support of 1.27 ended on 2026-04-07, so it is presumed vulnerable",
            "1.27.5 (support): support of 1.27 ended on 2026-04-07, so it is presumed vulnerable",
            "5 more releases are refused",
            // Half of them would let nothing pass.
            "1.27.9 could be picked with all of the waivers support, ISTIO-SECURITY-2026-003, ISTIO-SECURITY-2026-004, ISTIO-SECURITY-2026-005, ISTIO-RN-2026-annotation-injection, ISTIO-SECURITY-2026-006, kubernetes, ISTIO-RN-2026-istioctl-analyze-kubeconfig-exec in windlass:istio.waivers, each with a reason and its last day",
        ],
    ],
    [
        "says that there is nothing in the range",
        request("1.31.1", { range: "~1.44" }),
        undefined,
        ["no release lies in the range ~1.44"],
    ],
    [
        "goes back only when that is asked for",
        request("1.31.1", { range: "1.30.5" }),
        undefined,
        ["1.30.5 (downgrade): it is older than 1.31.1, and a downgrade was not asked for"],
    ],
    [
        "goes back when that is asked for",
        request("1.31.1", { range: "1.30.5", allowDowngrade: true }),
        "1.30.5",
        [],
    ],
];

describe("chooseTarget", () => {
    for (const [what, question, target, reasons] of cases) {
        it(what, () => {
            const choice = chooseTarget(question, catalog, at);

            assert.deepEqual([choice.target, choice.reasons], [target, reasons]);
        });
    }

    it("picks nothing when the clock cannot be right", () => {
        const choice = chooseTarget(request("1.31.0"), catalog, { time: 0, asked: false });

        assert.equal(choice.target, undefined);
        assert.match(choice.reasons.join(), /^the clock says 1970-01-01, which is before the catalog of /);
    });

    it("takes a named target as it is, and says what speaks against it", () => {
        const choose = (named: string): readonly unknown[] => {
            const { target, reasons } = chooseTarget(request("1.31.1"), catalog, at, named);
            return [target, reasons];
        };

        assert.deepEqual(choose("1.31.1"), ["1.31.1", []]);
        assert.deepEqual(choose("1.30.5"), [
            "1.30.5",
            ["1.30.5 would not be picked (range): it is outside the range ~1.31"],
        ]);
        assert.deepEqual(choose("1.31.77"), ["1.31.77", ["1.31.77 is no release the catalog knows"]]);
    });

    it("says nothing of a pin outside the range, where the way starts there", () => {
        const { verdict, warnings } = chooseTarget(request("1.29.8"), catalog, at);

        assert.equal(verdict.version, null);
        assert.deepEqual(
            warnings.filter((warning) => warning.includes("1.29.8")),
            [],
        );
    });

    it("warns of a pin that has become vulnerable", () => {
        const { warnings } = chooseTarget(request("1.31.0"), catalog, at);
        const about = warnings.filter((warning) =>
            warning.startsWith("the current 1.31.0 would not be picked today"),
        );

        assert.equal(about.length, 1);
        assert.doesNotMatch(about.join(), /the pin stays/);
    });

    describe("bestOfMinor", () => {
        const { bestOfMinor } = chooseTarget(request("1.29.8"), catalog, at);

        it("finds the best allowed release of a minor", () => {
            assert.deepEqual(bestOfMinor("1.30"), { version: "1.30.5" });
        });

        it("says why there is none", () => {
            assert.deepEqual(bestOfMinor("1.28"), {
                reason: "the way goes over 1.28, and no release of it may be picked; 1.28.10 (downgrade): it is older than 1.29.8, and a downgrade was not asked for",
            });
            assert.deepEqual(bestOfMinor("1.99"), {
                reason: "the way goes over 1.99, and no release of it may be picked; the catalog knows none",
            });
        });
    });

    describe("neededWaivers", () => {
        const waivers = ["age", "unused"].map((id) => ({ id, reason: "a test", expires: "2026-12-31" }));

        it("names what a release would be refused without", () => {
            // 1.31.1 is a day old.
            const question = request(undefined, { waivers });
            const { neededWaivers, target } = chooseTarget(question, catalog, momentOf("2026-09-22"));

            assert.equal(target, "1.31.1");
            assert.deepEqual(neededWaivers("1.31.1"), ["age"]);
        });

        it("names none for a release that passes anyway, or never", () => {
            const { neededWaivers } = chooseTarget(request("1.31.1", { waivers }), catalog, at);

            assert.deepEqual(neededWaivers("1.31.1"), []);
            assert.deepEqual(neededWaivers("1.5.0"), []);
        });
    });

    describe("mended", () => {
        const { mended } = chooseTarget(request("1.31.0"), catalog, at);

        it("names faults that a release has and another has not", () => {
            assert.ok(mended("1.31.0", "1.31.1").length > 0);
            assert.deepEqual(mended("1.31.1", "1.31.1"), []);
        });

        it("names none where the other has one of them too", () => {
            assert.deepEqual(mended("1.30.0", "1.30.1"), []);
        });
    });
});
