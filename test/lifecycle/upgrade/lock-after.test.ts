import assert from "node:assert/strict";

import type { IstioLock } from "../../../lifecycle/settings/lock";
import { followSettings, withStep } from "../../../lifecycle/upgrade/lock-after";
import type { UpgradeStep } from "../../../lifecycle/upgrade/upgrade-step";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

const choice = { neededWaivers: (version: string) => (version === "1.31.1" ? ["end-of-life"] : []) };
const waivers = [{ id: "end-of-life", reason: "a migration", expires: "2026-12-31" }];

function step(part: UpgradeStep["part"], through?: string): UpgradeStep {
    return { part, from: "1.31.0", to: "1.31.1", through, why: "" };
}

function istioAfter(taken: UpgradeStep, towards?: string, isStop = false): IstioLock {
    const lock = lockAt("1.31.1", "1.31.0");
    return withStep(decideArgs(lock, { istio: { waivers } }), taken, towards, isStop, choice).istio;
}

describe("withStep", () => {
    it("moves one pin, and a gateway without a pin keeps what it has", () => {
        const istio = istioAfter(step("proxies"));

        assert.deepEqual(istio.proxies, { version: "1.31.1", since: DAY, marked: true });
        assert.deepEqual(istio.gateway, { version: "1.31.0", since: "2026-09-01" });
        assert.equal(istio.controlPlane.since, "2026-09-01");
        assert.equal(istio.leaving, "1.31.0");
    });

    it("moves a cohort, and no pin", () => {
        const { proxies, leaving } = istioAfter(step("cohort", "first"));

        assert.deepEqual(proxies, {
            version: "1.31.0",
            since: "2026-09-01",
            next: { version: "1.31.1", through: "first", since: DAY },
        });
        assert.equal(leaving, undefined);
    });

    it("says where the way leads only from a stop, or from outside the range", () => {
        assert.equal(istioAfter(step("proxies"), "1.32.0").towards, undefined);
        assert.equal(istioAfter(step("proxies"), "1.32.0", true).towards, "1.32.0");
    });

    it("remembers what was pinned, and nothing of a cohort", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const history = (taken: UpgradeStep) =>
            withStep(decideArgs(lock), taken, undefined, false, choice).history;

        assert.deepEqual(history(step("proxies")), [
            { part: "proxies", version: "1.31.0", since: "2026-09-01", until: DAY },
        ]);
        assert.equal(history(step("cohort", "first")), undefined);
    });
});

describe("followSettings", () => {
    it("takes what the settings say, keeps the pins, and has arrived", () => {
        const lock = lockAt("1.31.1");
        const { istio } = lock;
        const { settings } = decideArgs(lock, { istio: { waivers, variant: "debug" } });
        const underWay = { ...lock, istio: { ...istio, towards: "1.31.1" } };

        const followed = followSettings(underWay, settings, choice);

        assert.deepEqual(
            [followed.variant, followed.towards, followed.waivers],
            ["debug", undefined, ["end-of-life"]],
        );
        assert.deepEqual(followed.controlPlane, istio.controlPlane);
    });
});
