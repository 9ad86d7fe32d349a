import assert from "node:assert/strict";

import type { Hold } from "../../../lifecycle/holds/hold";
import type { Lock } from "../../../lifecycle/settings/lock";
import { decideUpdate } from "../../../lifecycle/upgrade/decide";
import type { DecideArgs, Decision } from "../../../lifecycle/upgrade/decision";
import { decideRollback, orTakeBack } from "../../../lifecycle/upgrade/decide-rollback";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

const past = { part: "proxies", version: "1.31.0", since: "2026-08-01", until: "2026-09-01" } as const;
const moved: Lock = { ...lockAt("1.31.1"), history: [past] };

function brief({ action, step, reasons }: Decision): string {
    return step ? `${action} ${step.part} ${step.from} → ${step.to}` : [action, ...reasons].join(": ");
}

describe("decideRollback", () => {
    it("takes gateway, proxies and control plane back in this order, and then remembers nothing older", () => {
        const gateway = decideRollback(decideArgs(moved));
        const first = decideRollback(decideArgs(gateway.lock ?? moved));
        const second = decideRollback(decideArgs(first.lock ?? moved));
        const third = decideRollback(decideArgs(second.lock ?? moved));

        assert.deepEqual([gateway, first, second, third].map(brief), [
            "step gateway 1.31.1 → 1.31.0",
            "step proxies 1.31.1 → 1.31.0",
            "step control-plane 1.31.1 → 1.31.0",
            "held: the lock remembers no older Istio that ran before",
        ]);
        assert.deepEqual(second.warnings, [
            "merge it once no pod has a proxy newer than 1.31.0: windlass status",
        ]);
        const { controlPlane, proxies, towards } = second.lock?.istio ?? moved.istio;
        assert.deepEqual([controlPlane.version, proxies.version, towards], ["1.31.0", "1.31.0", undefined]);
    });

    it("takes the control plane alone back where the proxies have not moved yet", () => {
        const decision = decideRollback(decideArgs(lockAt("1.31.1", "1.31.0")));

        assert.equal(brief(decision), "step control-plane 1.31.1 → 1.31.0");
    });

    it("goes back past nothing that is newer", () => {
        const history = [past, { ...past, version: "1.31.2" }];

        const gateway = { enabled: false };
        assert.equal(
            brief(decideRollback(decideArgs({ ...moved, history }, { gateway }))),
            "step proxies 1.31.1 → 1.31.0",
        );
    });

    it("does not wait for proxies that failed, and does wait to see those that went back", () => {
        const fleet = { evidence: "required" } as const;
        const failing = { ...decideArgs(moved, {}, { fleet }), evidence: bookOf([seenFailed(moved)]) };
        const gateway = decideRollback(failing);
        assert.equal(brief(gateway), "step gateway 1.31.1 → 1.31.0");
        const first = decideRollback({ ...failing, lock: gateway.lock ?? moved });
        assert.equal(brief(first), "step proxies 1.31.1 → 1.31.0");

        const back = first.lock ?? moved;
        const unseen = decideRollback({ ...decideArgs(back, {}, { fleet }), evidence: bookOf([]) });
        assert.equal(unseen.action, "held");
        const seen = { ...decideArgs(back, {}, { fleet }), evidence: bookOf([seenWhole(back)]) };
        assert.equal(brief(decideRollback(seen)), "step control-plane 1.31.1 → 1.31.0");
    });

    it("takes the proxies back to a gateway that has not followed them yet", () => {
        const lock = lockAt("1.31.1");
        const gateway = { version: "1.31.0", since: "2026-08-01" };

        assert.equal(
            brief(decideRollback(decideArgs({ ...lock, istio: { ...lock.istio, gateway } }))),
            "step proxies 1.31.1 → 1.31.0",
        );
    });

    it("does not leave the range: a lock outside of it is refused", () => {
        const history = [{ ...past, version: "1.30.5" }];

        assert.equal(
            brief(decideRollback(decideArgs({ ...moved, history }))),
            "held: 1.30.5 ran before and is outside the range ~1.31: set windlass:istio.range back first",
        );
    });
});

describe("orTakeBack", () => {
    const fleet = { evidence: "required" } as const;
    // The gateway had not followed the proxies yet, which were about to be seen whole.
    const rolled = {
        ...moved,
        istio: { ...moved.istio, gateway: { version: "1.31.0", since: "2026-08-01" } },
    };
    const failing = { ...decideArgs(rolled, {}, { fleet }), evidence: bookOf([seenFailed(rolled)]) };
    const taken = (args: DecideArgs): Decision => orTakeBack(decideUpdate(args), args);

    it("goes back where the rollout failed, and says which", () => {
        const decision = taken(failing);
        assert.equal(brief(decision), "step proxies 1.31.1 → 1.31.0");
        assert.match(
            decision.warnings[0] ?? "",
            /^the rollout of 1\.31\.1 failed in dev: shop\/Canary\/backend/,
        );
    });

    it("goes back before a tool moves, and in no window", () => {
        const operator = { version: "0.57.0", since: "2026-06-01" };
        const lock = { ...rolled, flux: { ...rolled.flux, operator } };
        const args = { ...decideArgs(lock, {}, { fleet }), evidence: bookOf([seenFailed(lock)]) };
        assert.equal(brief(decideUpdate(args)), "step flux-operator 0.57.0 → 0.58.1");
        const weekend = { schedule: "0 9 * * SAT", duration: "8h", expedited: false, waves: [] };
        const windows = { timeZone: "UTC", windows: [weekend], freezes: [] };
        assert.equal(brief(taken({ ...args, windows })), "step proxies 1.31.1 → 1.31.0");
    });

    it("leaves a decision as it is where nothing failed, nobody looks, or there is no way back", () => {
        for (const args of [
            { ...failing, evidence: bookOf([seenWhole(rolled)]) },
            decideArgs(moved),
            decideArgs(undefined),
            {
                ...decideArgs(lockAt("1.31.1"), {}, { fleet }),
                evidence: bookOf([seenFailed(lockAt("1.31.1"))]),
            },
        ]) {
            const decision = decideUpdate(args);
            assert.equal(orTakeBack(decision, args), decision);
        }
    });

    it("goes on with what moves Istio itself", () => {
        const step = { part: "control-plane", from: "1.31.1", to: "1.31.2", why: "w" } as const;
        const decision: Decision = { action: "step", step, reasons: [], warnings: [] };
        assert.equal(orTakeBack(decision, failing), decision);
    });

    describe("of cohorts", () => {
        const cohorts = () => ({ steps: ["first", "50%", "100%"], exceptions: [] });
        const ahead = (through: string): Lock => {
            const lock = lockAt("1.31.1", "1.31.0");
            const next = { version: "1.31.1", through, since: "2026-09-01" };
            return { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
        };
        const hold: Hold = {
            stack: "dev",
            system: "istio",
            version: "1.31.1",
            reason: "taken back",
            since: "2026-10-01",
            of: "0123456789abcdef",
            part: "proxies",
        };
        const asked = (lock: Lock, more: Partial<DecideArgs> = {}): DecideArgs => ({
            ...decideArgs(lock, {}, { fleet }),
            cohorts,
            holds: [hold],
            evidence: bookOf([seenWhole(lock)]),
            ...more,
        });
        const through = ({ step }: Decision): unknown => step && [step.part, step.to, step.through];

        it("goes on a cohort at a time once the one before was seen back, and never forward", () => {
            assert.deepEqual(through(taken(asked(ahead("50%")))), ["cohort", "1.31.0", "first"]);
            assert.deepEqual(through(taken(asked(ahead("first")))), ["cohort", "1.31.0", undefined]);
        });

        it("waits as long as one before is not back, or nobody has looked at it yet", () => {
            const lock = ahead("50%");
            const verified = seenWhole(lock).verified.filter(({ part }) => part !== "proxies");
            for (const seen of [seenWhole(lock, { verified }), seenWhole(ahead("100%"))]) {
                const { action, reasons } = taken(asked(lock, { evidence: bookOf([seen]) }));
                assert.equal(action, "held");
                assert.match(reasons.join(), /1\.31\.1 was taken back/);
            }
        });

        it("leaves cohorts where a person holds them", () => {
            const args = asked(ahead("50%"), { holds: [{ ...hold, of: undefined }] });
            assert.notEqual(through(taken(args))?.toString(), "cohort,1.31.0,first");
        });
    });
});
