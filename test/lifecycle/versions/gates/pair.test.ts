import assert from "node:assert/strict";

import type { ResolveRequest } from "../../../../lifecycle/versions/request";
import { pairGate } from "../../../../lifecycle/versions/gates/pair";
import { contextOf, judged } from "../example-catalog";

const DAY = "2026-11-21";

/** Control plane, proxies, whether the pair breaks: istio/istio#60486, as the tags of the releases have it. */
const pairs: readonly (readonly [controlPlane: string, proxies: string, breaks: boolean])[] = [
    ["1.29.1", "1.29.0", false],
    ["1.29.2", "1.29.1", true],
    ["1.29.4", "1.28.10", true],
    ["1.29.4", "1.29.2", false],
    ["1.29.5", "1.29.1", false],
    ["1.30.0", "1.29.1", true],
    ["1.30.1", "1.29.1", true],
    ["1.30.1", "1.29.2", false],
    ["1.30.2", "1.29.1", false],
    ["1.31.0", "1.30.0", false],
];

describe("pair", () => {
    for (const [controlPlane, proxies, breaks] of pairs) {
        it(`${breaks ? "refuses" : "passes"} ${controlPlane} with proxies ${proxies}`, () => {
            const reason = judged(pairGate, controlPlane, contextOf({ sidecars: [proxies] }, DAY));

            if (!breaks) return assert.equal(reason, undefined);
            assert.match(
                reason ?? "",
                new RegExp(
                    `^it breaks the proxies ${proxies} \\(ISTIO-60486 of 2026-06-05\\): .*fixed in 1\\.29\\.5, 1\\.30\\.2, 1\\.31\\.0$`,
                ),
            );
        });
    }

    const passes: readonly (readonly [what: string, request: Partial<ResolveRequest>, day: string])[] = [
        ["by revision: proxies keep their own istiod", { strategy: "revisions" }, DAY],
        ["before anybody knew", {}, "2026-06-04"],
        [
            "with a waiver of its id",
            { waivers: [{ id: "ISTIO-60486", reason: "no HBONE", expires: DAY }] },
            DAY,
        ],
    ];
    for (const [what, request, day] of passes) {
        it(`passes ${what}`, () => {
            assert.equal(
                judged(pairGate, "1.30.1", contextOf({ sidecars: ["1.29.1"], ...request }, day)),
                undefined,
            );
        });
    }

    it("leaves proxies two minors behind to the skew: they move before it comes", () => {
        assert.equal(judged(pairGate, "1.30.1", contextOf({ sidecars: ["1.28.10"] }, DAY)), undefined);
    });
});
