import assert from "node:assert/strict";

import {
    leadsInto,
    settleStep,
    settledLock,
    systemsOutside,
    withRanges,
} from "../../../lifecycle/upgrade/settle";
import { decideArgs, lockAt } from "../../support/stack-pins";

const waiver = { id: "X-1", reason: "known", expires: "2026-12-31" };

describe("settledLock", () => {
    it("follows everything the settings say, and moves no pin", () => {
        const before = lockAt("1.30.5");
        const lock = {
            ...before,
            istio: {
                ...before.istio,
                towards: "1.31.0",
                waivers: ["X-1", "X-2"],
                hub: "old.example.com/istio",
            },
        };
        const { settings } = decideArgs(lock, { istio: { range: "~1.30", waivers: [waiver] } });
        const settled = settledLock(settings, lock);

        assert.deepEqual(
            [settled.istio.range, settled.istio.hub, settled.istio.waivers, settled.istio.towards],
            ["~1.30", "docker.io/istio", ["X-1"], undefined],
        );
        assert.deepEqual(settled.istio.controlPlane, before.istio.controlPlane);
        assert.equal(settled.outside, undefined);
    });

    it("names what lies outside, until it does not any more", () => {
        const lock = lockAt("1.30.5");
        const { settings } = decideArgs(lock, {});
        const out = settledLock(settings, lock);

        assert.deepEqual([out.outside, systemsOutside(settings, lock)], [["istio"], ["istio"]]);
        const moved = {
            ...out,
            istio: { ...out.istio, controlPlane: { version: "1.31.1", since: "2026-10-05" } },
        };
        assert.equal(withRanges(settings, moved).outside, undefined);
        const hop = { ...out, istio: { ...out.istio, towards: "1.31.1" } };
        assert.deepEqual(
            [withRanges(settings, hop).outside, withRanges(settings, hop).istio.towards],
            [undefined, "1.31.1"],
        );
    });

    it("keeps a hop that leads into the range in a direction that is allowed", () => {
        const { istio } = lockAt("1.31.1");
        const back = (allowDowngrade: boolean): boolean =>
            leadsInto(
                decideArgs(undefined, { istio: { range: "~1.30", allowDowngrade } }).settings,
                istio,
                "1.30.5",
            );

        assert.deepEqual([back(true), back(false)], [true, false]);
    });

    it("has no step where everything agrees, and names what does not", () => {
        const lock = lockAt("1.31.1");
        const { settings } = decideArgs(lock);

        assert.equal(settleStep(settings, lock), undefined);
        const { step } = settleStep(settings, { ...lock, istio: { ...lock.istio, range: "~1.30" } }) ?? {};
        assert.equal(step?.why, "the versions stay, and range follows the settings");
        assert.deepEqual([step.from, step.to], ["1.31.1", "1.31.1"]);
    });
});
