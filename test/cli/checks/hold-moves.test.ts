import assert from "node:assert/strict";

import { holdMoveFindings } from "../../../cli/checks/hold-moves";
import type { Hold } from "../../../lifecycle/holds/hold";
import type { Lock } from "../../../lifecycle/settings/lock";
import { lockAt } from "../../support/stack-pins";

const hold: Hold = { stack: "dev", system: "istio", version: "1.31.1", reason: "slow", since: "2026-09-01" };

function found(from: Lock | undefined, to: Lock | undefined, held: Hold = hold): readonly string[] {
    const pair = { stack: "dev", from: from && { lock: from }, to: to && { lock: to } };
    const args = { pair, holdsOf: () => [held] } as unknown as Parameters<typeof holdMoveFindings>[0];
    return holdMoveFindings(args).map(({ about, level }) => `${about}: ${level}`);
}

describe("holdMoveFindings", () => {
    it("refuses a move up to what is held, of each part", () => {
        assert.deepEqual(found(lockAt("1.31.0"), lockAt("1.31.1", "1.31.0")), [
            "control plane 1.31.1: refused",
        ]);
        assert.deepEqual(found(lockAt("1.31.0"), lockAt("1.31.1")), [
            "control plane 1.31.1: refused",
            "proxies 1.31.1: refused",
        ]);
    });

    it("accepts what stays, what goes back, and what comes or goes as a whole", () => {
        assert.deepEqual(found(lockAt("1.31.1"), lockAt("1.31.1")), []);
        assert.deepEqual(found(lockAt("1.31.2"), lockAt("1.31.1")), []);
        assert.deepEqual(found(undefined, lockAt("1.31.1")), []);
        assert.deepEqual(found(lockAt("1.31.1"), undefined), []);
    });

    it("does not say twice what the state itself is refused for", () => {
        assert.deepEqual(found(lockAt("1.31.0"), lockAt("1.31.1"), { ...hold, since: "2026-08-31" }), []);
    });
});
