import assert from "node:assert/strict";

import { fleetReport } from "../../../lifecycle/report/fleet-report";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

describe("a report of a fleet", () => {
    const lock = lockAt("1.31.1");
    const report = fleetReport({ stacks: [decideArgs(lock)], evidence: bookOf([seenFailed(lock)]) });
    const [stack] = report.stacks;

    it("counts pods by proxy, and those that are behind their pin", () => {
        assert.deepEqual(report.proxies, [{ version: "1.31.0", count: 3 }]);
        assert.equal(stack?.debt, 3);
    });

    it("says how old pins are, and how long they are supported", () => {
        assert.equal(stack?.ages[0]?.days, 34);
        assert.ok((stack?.ages[0]?.left ?? 0) > 100);
    });

    it("counts canaries of all stacks by phase", () => {
        const seen = [
            { ...seenWhole(lock), stack: "a", canaries: { Succeeded: 2, Failed: 1 } },
            { ...seenWhole(lock), stack: "b", canaries: { Succeeded: 3 } },
            { ...seenWhole(lock), stack: "c" },
        ];
        const { settings, ...args } = decideArgs(lock);
        const stacks = ["a", "b", "c"].map((name) => ({ ...args, settings: { ...settings, stack: name } }));
        assert.deepEqual(fleetReport({ stacks, evidence: bookOf(seen) }).canaries, {
            Succeeded: 5,
            Failed: 1,
        });
        assert.deepEqual(report.canaries, {});
    });

    it("says that nothing was seen where nothing was", () => {
        assert.equal(fleetReport({ stacks: [decideArgs(lock)], evidence: bookOf([]) }).stacks[0]?.seen, null);
    });
});
