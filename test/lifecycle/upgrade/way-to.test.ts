import assert from "node:assert/strict";

import { chooseTarget } from "../../../lifecycle/upgrade/choose-target";
import { istioRequest } from "../../../lifecycle/upgrade/istio-request";
import { concernsOn, wayTo } from "../../../lifecycle/upgrade/way-to";
import { catalog, decideArgs, lockAt } from "../../support/stack-pins";

function partsTo(
    target: string,
    change: { readonly strategyMove?: "old"; readonly cohorts?: readonly string[] } = {},
) {
    const lock = lockAt("1.30.5");
    const { settings, at } = decideArgs(lock);
    const { strategyMove, cohorts } = change;
    const choice = chooseTarget(istioRequest(settings, lock), catalog, at);
    return wayTo(target, { ...lock, istio: { ...lock.istio, strategyMove } }, settings, choice, cohorts);
}

describe("wayTo", () => {
    it("leads up part by part, cohorts before the pin of the proxies", () => {
        const parts = (cohorts?: readonly string[]) =>
            partsTo("1.31.1", { cohorts }).steps.map(({ part, through }) => through ?? part);

        assert.deepEqual(parts(), ["control-plane", "proxies", "gateway"]);
        assert.deepEqual(parts(["first", "20%"]), ["control-plane", "first", "20%", "proxies", "gateway"]);
    });

    it("moves no version while the stack moves to another strategy", () => {
        const { steps, refusal } = partsTo("1.31.1", { strategyMove: "old" });

        assert.deepEqual(steps, []);
        assert.match(refusal ?? "", /^the stack moves to another strategy: let update finish that/);
    });
});

describe("concernsOn", () => {
    const choice = { concerns: (version: string) => (version === "1.30.5" ? ["1.30 has ended"] : []) };
    const on = (part: "control-plane" | "prune", to: string) =>
        concernsOn({ part, from: "1.29.8", to, why: "" }, "1.31.1", { ...chosen(), ...choice });

    function chosen() {
        const lock = lockAt("1.29.8");
        const { settings, at } = decideArgs(lock);
        return chooseTarget(istioRequest(settings, lock), catalog, at);
    }

    it("says loudly what is wrong with a stop on the way, and nothing of a good one", () => {
        assert.deepEqual(on("control-plane", "1.30.5"), [
            "1.30.5 is only a stop on the way to 1.31.1: go on as soon as the proxies have moved; 1.30 has ended",
        ]);
        assert.deepEqual(on("control-plane", "1.31.1"), []);
    });

    it("says nothing of what moves no pin", () => {
        assert.deepEqual(on("prune", "1.30.5"), []);
    });
});
