import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import type { Lock } from "../../../lifecycle/settings/lock";
import { failedRollout } from "../../../lifecycle/upgrade/failed-rollout";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

const lock = lockAt("1.31.1");
const failed = "the rollout of 1.31.1 failed in dev: shop/Canary/backend; the way back is ";
const before = (version: string): string =>
    `${failed}proxies 1.31.1 → ${version}: git revert the commit that moved them, or npm run -s windlass -- rollback --stack dev`;

function said(
    seen: Evidence,
    change: Partial<Lock["istio"]> = {},
    evidence: "required" | "none" = "required",
): string | undefined {
    const now = { ...lock, istio: { ...lock.istio, ...change } };
    const { settings } = decideArgs(now, {}, { fleet: { evidence } });
    return failedRollout({ settings, lock: now, evidence: bookOf([seen]) });
}

describe("failedRollout", () => {
    it("names the canary, and the way back to what the proxies have left", () => {
        const leaving = { leaving: "1.31.0" };
        const retiring = { retiring: "1.30.5" };
        const of = (change: Partial<Lock["istio"]>): Evidence =>
            seenFailed({ ...lock, istio: { ...lock.istio, ...change } });
        assert.equal(said(of(leaving), leaving), before("1.31.0"));
        assert.equal(said(of(retiring), retiring), before("1.30.5"));
        assert.equal(said(seenFailed(lock)), `${failed}git revert the commit that moved them`);
    });

    it("goes by the lock's history where it says no more", () => {
        const past = {
            part: "proxies",
            version: "1.30.5",
            since: "2026-08-01",
            until: "2026-09-01",
        } as const;
        const { settings } = decideArgs(lock, {}, { fleet: { evidence: "required" } });
        const evidence = bookOf([seenFailed(lock)]);
        assert.equal(
            failedRollout({ settings, lock: { ...lock, history: [past] }, evidence }),
            before("1.30.5"),
        );
    });

    it("has nothing to say where nothing failed, another version did, the lock has moved, or nobody is to look", () => {
        assert.equal(said(seenWhole(lock)), undefined);
        assert.equal(
            said(seenFailed(lock, { failed: [{ canary: "a/Canary/b", version: "1.31.0" }] })),
            undefined,
        );
        assert.equal(said(seenFailed(lockAt("1.31.1", "1.31.0"))), undefined);
        assert.equal(said(seenFailed(lock), {}, "none"), undefined);
    });
});
