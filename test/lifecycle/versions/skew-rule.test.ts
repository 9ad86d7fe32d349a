import assert from "node:assert/strict";

import semver from "semver";

import { proxyVersion } from "../../../lifecycle/policy/rules/proxy-version";
import type { UpgradeStrategy } from "../../../lifecycle/settings/settings";
import { skewFault } from "../../../lifecycle/upgrade/skew";
import { skewGate } from "../../../lifecycle/versions/gates/skew";
import {
    REACH,
    type SkewBreach,
    needsOwnRevision,
    reachWords,
    skewBreach,
    stepWords,
} from "../../../lifecycle/versions/skew-rule";
import { contextOf } from "./example-catalog";

const cases: readonly (readonly [
    proxies: string,
    controlPlane: string,
    inPlace: SkewBreach | undefined,
    byRevision: SkewBreach | undefined,
])[] = [
    ["1.31.1", "1.31.1", undefined, undefined],
    ["1.31.0", "1.31.1", undefined, undefined],
    ["1.30.5", "1.31.1", undefined, undefined],
    ["1.31.0-rc.0", "1.31.0", undefined, undefined],
    ["1.29.8", "1.31.1", "older", undefined],
    ["1.28.10", "1.31.1", "older", "older"],
    ["1.31.1", "2.0.0", "older", "older"],
    ["1.31.2", "1.31.1", "newer", "newer"],
    ["1.31.0", "1.31.0-rc.0", "newer", "newer"],
    ["1.32.0", "1.31.1", "newer", "newer"],
    ["2.0.0", "1.31.1", "newer", "newer"],
];

describe("the rule of skew", () => {
    for (const [proxies, controlPlane, inPlace, byRevision] of cases) {
        it(`says of proxies ${proxies} beside ${controlPlane}: ${inPlace ?? "well"} in place, ${byRevision ?? "well"} by revision`, () => {
            const pair = [new semver.SemVer(proxies), new semver.SemVer(controlPlane)] as const;

            assert.equal(skewBreach(...pair, "in-place"), inPlace);
            assert.equal(skewBreach(...pair, "revisions"), byRevision);
            assert.equal(needsOwnRevision(...pair), inPlace === "older");
        });
    }

    for (const strategy of ["in-place", "revisions"] as const) {
        it(`is the gate's, the plan's and the policy's alike, ${strategy}`, () => {
            for (const [proxies, controlPlane] of cases) {
                const pair = [new semver.SemVer(proxies), new semver.SemVer(controlPlane)] as const;
                const sidecar = {
                    apiVersion: "v1",
                    kind: "Pod",
                    metadata: { name: "a" },
                    spec: { containers: [{ name: "istio-proxy", image: `proxyv2:${proxies}` }] },
                };
                const candidate = { version: controlPlane, semver: pair[1], minor: "" };
                const verdicts = [
                    skewBreach(...pair, strategy) !== undefined,
                    skewGate.judge(candidate, contextOf({ sidecars: [proxies], strategy })) !== undefined,
                    skewFault({ controlPlane, proxies }, strategy) !== undefined,
                    proxyVersion.judge([sidecar], { controlPlane, strategy, gitNamespaces: new Set() })
                        .length > 0,
                ];

                assert.equal(new Set(verdicts).size, 1, `${proxies} beside ${controlPlane}`);
            }
        });
    }

    const words: readonly (readonly [UpgradeStrategy, number, string, string])[] = [
        ["in-place", 1, "one minor", "in place one minor at a time"],
        ["revisions", 2, "two minors", "by revision at most two at a time"],
    ];
    for (const [strategy, reach, most, steps] of words) {
        it(`is put in words, ${strategy}`, () => {
            assert.deepEqual(
                [REACH[strategy], reachWords(strategy), stepWords(strategy)],
                [reach, most, steps],
            );
        });
    }
});
