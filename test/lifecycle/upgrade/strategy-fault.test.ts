import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import type { UpgradeStrategy } from "../../../lifecycle/settings/settings";
import type { MoveSide } from "../../../lifecycle/upgrade/move";
import { strategyFault } from "../../../lifecycle/upgrade/strategy-fault";
import { exampleLock, exampleSettings } from "../../support/example-stack";

type Move = Lock["istio"]["strategyMove"];

function side(strategy: UpgradeStrategy, strategyMove: Move, proxies = "1.31.1"): MoveSide {
    const lock = exampleLock("1.31.1");
    const pin = { ...lock.istio.proxies, version: proxies };
    return {
        settings: exampleSettings({ istio: { strategy } }),
        lock: { ...lock, istio: { ...lock.istio, proxies: pin, strategyMove } },
    };
}

/** `[what, before, after, why not]` */
const cases: readonly (readonly [string, MoveSide, MoveSide, RegExp | undefined])[] = [
    ["nothing that moves", side("in-place", undefined), side("in-place", undefined), undefined],
    ["the second istiod that comes up", side("in-place", undefined), side("revisions", "old"), undefined],
    ["that taken back", side("revisions", "old"), side("in-place", undefined), undefined],
    ["proxies that go over to it", side("revisions", "old"), side("revisions", "new"), undefined],
    ["the first istiod that goes", side("revisions", "new"), side("revisions", undefined), undefined],
    [
        "another strategy at once",
        side("in-place", undefined),
        side("revisions", undefined),
        /would be uninstalled/,
    ],
    [
        "the way back at once",
        side("revisions", undefined),
        side("in-place", undefined),
        /would be uninstalled/,
    ],
    [
        "an istiod that goes before anybody has moved",
        side("revisions", "old"),
        side("revisions", undefined),
        /uninstalled/,
    ],
    [
        "a pin that moves meanwhile",
        side("revisions", "old"),
        side("revisions", "new", "1.31.0"),
        /nothing else may move before its end/,
    ],
];

describe("strategyFault", () => {
    for (const [what, from, to, reason] of cases)
        it(`${reason ? "refuses" : "allows"} ${what}`, () => {
            const fault = strategyFault({ from, to, bestOfMinor: () => ({ reason: "not asked" }) });

            if (reason) assert.match(String(fault?.reason), reason);
            else assert.equal(fault, undefined);
        });

    it("names the three steps in place of a jump", () => {
        const [from, to] = [side("in-place", undefined), side("revisions", undefined)];

        assert.equal(
            strategyFault({ from, to, bestOfMinor: () => ({ reason: "not asked" }) })?.way.length,
            3,
        );
    });
});
