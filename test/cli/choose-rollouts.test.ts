import assert from "node:assert/strict";

import { chooseRollouts } from "../../cli/choose-rollouts";
import type { RolloutState } from "../../lifecycle/observed/rollout-state";

const state = (name: string, change: Partial<RolloutState> = {}): RolloutState => ({
    id: `prod/Canary/${name}`,
    target: `prod/Deployment/${name}`,
    uid: name,
    resourceVersion: "1",
    phase: "Succeeded",
    failedChecks: 0,
    threshold: 5,
    lastApplied: "a",
    isPromoted: true,
    lastTransition: "",
    interval: 10_000,
    skips: "no",
    isCurrent: true,
    ...change,
});
const asked = { isPromoted: false, isCurrent: false };
const own = [
    state("failed", { phase: "Failed", ...asked }),
    state("backend"),
    state("running", { phase: "Progressing", ...asked }),
];
const ids = (states: readonly RolloutState[]) => states.map(({ id }) => id.split("/")[2]);

describe("chooseRollouts", () => {
    it("takes with --all those that the action would change", () => {
        assert.deepEqual(ids(chooseRollouts(own, "retry", { all: true })), ["failed"]);
        assert.deepEqual(ids(chooseRollouts(own, "abort", { all: true })), ["running"]);
        assert.deepEqual(ids(chooseRollouts(own, "promote", { all: true })), ["failed", "running"]);
    });

    it("takes those that are named once each, whatever their state", () => {
        const canary = ["prod/backend", "prod/failed", "prod/backend"];
        assert.deepEqual(ids(chooseRollouts(own, "retry", { canary })), ["backend", "failed"]);
    });

    it("wants names or --all, and no name that is of no canary of the stack", () => {
        for (const choice of [{}, { all: true, canary: ["prod/backend"] }])
            assert.throws(() => chooseRollouts(own, "retry", choice), /only one of --canary and --all/);
        assert.throws(
            () => chooseRollouts(own, "retry", { canary: ["prod/bakend"] }),
            /prod\/bakend.*Did you mean prod\/backend\?/s,
        );
    });
});
