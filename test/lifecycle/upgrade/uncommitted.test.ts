import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import { formatLock } from "../../../lifecycle/settings/lock-parse";
import { uncommittedStep } from "../../../lifecycle/upgrade/uncommitted";
import { lockAt } from "../../support/stack-pins";

const text = (...pins: Parameters<typeof lockAt>): { readonly text: string } => ({
    text: formatLock("dev", lockAt(...pins)),
});
const go = "commit it, let it be deployed, and run the update again";

describe("uncommittedStep", () => {
    it("lets a step go where the pins are the committed ones, whatever else was changed", () => {
        const lock = lockAt("1.31.1", "1.31.1", "~1.31.0");

        assert.equal(uncommittedStep("dev", text("1.31.1"), lock), undefined);
        assert.equal(uncommittedStep("dev", { text: "no lock" }, lock), undefined);
    });

    it("says which step is not committed yet", () => {
        assert.equal(
            uncommittedStep("dev", text("1.30.5"), lockAt("1.31.1", "1.30.5")),
            `the step before is not committed yet (the control plane 1.30.5 → 1.31.1), and each step is a change of its own: ${go}`,
        );
        const lock = lockAt("1.31.1");
        const pruning = { ...lock, istio: { ...lock.istio, retiring: "1.30.5" } };
        assert.match(
            uncommittedStep("dev", text("1.31.1"), pruning) ?? "",
            /the retiring revision none → 1\.30\.5/,
        );
        const cohorts = (through: string): Lock => {
            const half = lockAt("1.31.1", "1.30.5");
            const next = { version: "1.31.1", through, since: "2026-10-01" };
            return { ...half, istio: { ...half.istio, proxies: { ...half.istio.proxies, next } } };
        };
        assert.match(
            uncommittedStep("dev", text("1.31.1", "1.30.5"), cohorts("first")) ?? "",
            /the cohorts none → 1\.31\.1 through first/,
        );
        const committed = { text: formatLock("dev", cohorts("first")) };
        assert.equal(uncommittedStep("dev", committed, cohorts("first")), undefined);
        assert.match(
            uncommittedStep("dev", committed, cohorts("20%")) ?? "",
            /the cohorts 1\.31\.1 through first → 1\.31\.1 through 20%/,
        );
        assert.equal(
            uncommittedStep("dev", "none", lock),
            `the first lock of the stack is not committed yet: ${go}`,
        );
    });
});
