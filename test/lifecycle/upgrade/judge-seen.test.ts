import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import type { Lock } from "../../../lifecycle/settings/lock";
import { type RelyingStep, judgeSeen, seenFault } from "../../../lifecycle/upgrade/judge-seen";
import { momentOf } from "../../../lifecycle/versions/request";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

type Strategy = "in-place" | "revisions";

const LOOK = "npm run -s windlass -- status --stack dev --record";
const UP: RelyingStep = { part: "control-plane", from: "1.30.5", to: "1.31.1" };
const DOWN: RelyingStep = { part: "control-plane", from: "1.31.1", to: "1.30.5" };
const FOLLOW: RelyingStep = { part: "proxies", from: "1.30.5", to: "1.31.1" };
const PRUNE: RelyingStep = { part: "prune", from: "1.30.5", to: "1.31.1" };

function having(lock: Lock, change: Partial<Lock["istio"]>): Lock {
    return { ...lock, istio: { ...lock.istio, ...change } };
}

const moving = having(lockAt("1.30.5"), { leaving: "1.29.8" });
const half = lockAt("1.31.1", "1.30.5");
const retiring = having(lockAt("1.31.1"), { retiring: "1.30.5" });

/** What is said of a step, without the command that looks. */
function said(
    step: RelyingStep,
    lock: Lock,
    evidence: Evidence | undefined,
    strategy: Strategy = "in-place",
): string {
    const { settings } = decideArgs(lock, { istio: { strategy } }, { fleet: { evidence: "required" } });
    const book = evidence && bookOf([evidence]);
    return (seenFault({ settings, lock, step, evidence: book }) ?? "goes").replace(
        new RegExp(`: (run|look again with) ${LOOK}$`),
        "",
    );
}

const unseen = "nothing was seen of dev yet";
const followed = "the control plane stays at 1.30.5 until the proxies have followed";
const gone = "revision 1-30-5 stays until its proxies are gone";

describe("seenFault", () => {
    const cases: readonly (readonly [what: string, said: string, wanted: string])[] = [
        ["lets a control plane go once its proxies have moved", said(UP, moving, seenWhole(moving)), "goes"],
        ["holds it without evidence", said(UP, moving, undefined), `${followed}: ${unseen}`],
        [
            "holds it while a canary is behind",
            said(UP, moving, seenWhole(moving, { verified: [], findings: ["shop/Canary/a: it hangs"] })),
            `${followed}: the proxies 1.30.5 were not seen whole on 2026-10-05T12:00:00Z (shop/Canary/a: it hangs)`,
        ],
        [
            "holds it where a canary failed",
            said(UP, moving, seenFailed(moving)),
            `${followed}: the rollout of 1.30.5 failed in dev: shop/Canary/backend`,
        ],
        [
            "holds it where a pod would not be served, whoever's it is",
            said(
                UP,
                lockAt("1.30.5"),
                seenWhole(lockAt("1.30.5"), {
                    proxies: [{ version: "1.29.8", revision: "default", pods: 2 }],
                }),
            ),
            `the control plane stays at 1.30.5 until the pods of the cluster were seen: the istiod 1.31.1 would not serve 2 pods with the proxy 1.29.8: move them, and look again with ${LOOK}`,
        ],
        [
            "holds it where a pod's proxy is of no version",
            said(
                UP,
                lockAt("1.30.5"),
                seenWhole(lockAt("1.30.5"), { proxies: [{ revision: "default", pods: 1 }] }),
            ),
            `the control plane stays at 1.30.5 until the pods of the cluster were seen: the istiod 1.31.1 would not serve 1 pod with the proxy of an unknown version: move them, and look again with ${LOOK}`,
        ],
        [
            "lets a vulnerable control plane go on before the proxies are pinned to it",
            said(
                { part: "control-plane", from: "1.31.1", to: "1.31.2" },
                half,
                seenFailed(half, { failed: [] }),
            ),
            "goes",
        ],
        ["does not let the way back of a control plane wait", said(DOWN, half, undefined), "goes"],
        [
            "but for the proxies that go back before it",
            said(DOWN, having(half, { leaving: "1.31.1" }), undefined),
            `the control plane stays at 1.31.1 until the proxies have followed: ${unseen}`,
        ],
        ["lets proxies follow a control plane that is alive", said(FOLLOW, half, seenWhole(half)), "goes"],
        [
            "holds proxies whose control plane is not",
            said(FOLLOW, half, seenWhole(half, { verified: [], findings: ["istiod: 0 of 1 is ready"] })),
            "the proxies stay at 1.30.5 until the control plane is seen alive at 1.31.1: the control plane 1.31.1 was not seen whole on 2026-10-05T12:00:00Z (istiod: 0 of 1 is ready)",
        ],
        [
            "holds no proxies that go back",
            said({ part: "proxies", from: "1.31.1", to: "1.30.5" }, lockAt("1.31.1"), undefined),
            "goes",
        ],
        [
            "holds no istiod that comes up again",
            said({ part: "restore", from: "1.31.1", to: "1.30.5" }, lockAt("1.31.1"), undefined),
            "goes",
        ],
        ["prunes what no pod asks", said(PRUNE, retiring, seenWhole(retiring), "revisions"), "goes"],
        [
            "does not prune while a primary is on the old proxy",
            said(PRUNE, retiring, seenFailed(retiring), "revisions"),
            `${gone}: the rollout of 1.31.1 failed in dev: shop/Canary/backend`,
        ],
        [
            "does not prune while a pod asks the revision, whatever proxy it has",
            said(
                PRUNE,
                retiring,
                seenWhole(retiring, { proxies: [{ version: "1.31.1", revision: "1-30-5", pods: 2 }] }),
                "revisions",
            ),
            `${gone}: 2 pods ask it still: restart them (npm run -s windlass -- rollout restart --stack dev --all --reason "…"), and look again with ${LOOK}`,
        ],
        [
            "does not prune by what Flux told the forge, which counts no pods",
            said(PRUNE, retiring, seenWhole(retiring, { way: "forge", proxies: [] }), "revisions"),
            `${gone}: what Flux told the forge on 2026-10-05T12:00:00Z says nothing of pods: look at the cluster with ${LOOK}`,
        ],
        [
            "lets proxies follow by it, and no control plane that would have to serve them",
            [
                said(FOLLOW, half, seenWhole(half, { way: "forge", proxies: [] })),
                said(UP, lockAt("1.30.5"), seenWhole(lockAt("1.30.5"), { way: "forge", proxies: [] })),
            ].join(" | "),
            `goes | the control plane stays at 1.30.5 until the pods of the cluster were seen: what Flux told the forge on 2026-10-05T12:00:00Z says nothing of pods: look at the cluster with ${LOOK}`,
        ],
        [
            "does not prune where the istiod that stays is not alive",
            said(
                PRUNE,
                retiring,
                seenWhole(retiring, { verified: seenWhole(retiring).verified.slice(1) }),
                "revisions",
            ),
            `${gone}: the control plane 1.31.1 was not seen whole on 2026-10-05T12:00:00Z (what was seen says no more)`,
        ],
        [
            "believes nothing that is old",
            said(PRUNE, retiring, seenWhole(retiring, { seen: "2026-10-03T12:00:00Z" }), "revisions"),
            `${gone}: dev was last seen on 2026-10-03T12:00:00Z, more than 1d ago`,
        ],
        [
            "believes nothing of the future",
            said(PRUNE, retiring, seenWhole(retiring, { seen: "2026-10-07T12:00:00Z" }), "revisions"),
            `${gone}: dev was seen on 2026-10-07T12:00:00Z, which is still to come`,
        ],
        [
            "believes nothing of another lock",
            said(PRUNE, retiring, seenWhole(lockAt("1.31.1")), "revisions"),
            `${gone}: dev was last seen on 2026-10-05T12:00:00Z with other pins than its lock has now`,
        ],
        [
            "moves to another strategy as it moves proxies",
            said({ part: "strategy-proxies", from: "1.31.1", to: "1.31.1" }, lockAt("1.31.1"), undefined),
            `the proxies stay until both istiods are seen alive at 1.31.1: ${unseen}`,
        ],
        [
            "and leaves the old one as it prunes",
            said(
                { part: "strategy-prune", from: "1.31.1", to: "1.31.1" },
                lockAt("1.31.1"),
                seenWhole(lockAt("1.31.1")),
                "revisions",
            ),
            `the istiod of revision default stays until its proxies are gone: 3 pods ask it still: restart them (npm run -s windlass -- rollout restart --stack dev --all --reason "…"), and look again with ${LOOK}`,
        ],
    ];
    for (const [what, is, wanted] of cases) it(what, () => assert.equal(is, wanted));
});

describe("judgeSeen", () => {
    const judge = (expires: string): ReturnType<typeof judgeSeen> => {
        const waivers = [{ id: "evidence", reason: "the API server is away", expires }];
        const { settings } = decideArgs(moving, { istio: { waivers } }, { fleet: { evidence: "required" } });
        return judgeSeen({ settings, lock: moving, step: UP, at: momentOf(DAY).time });
    };

    it("lets a waiver pass it until its last day, and says what it lets pass", () => {
        const reason = `${followed}: ${unseen}: run ${LOOK}`;
        assert.deepEqual(judge("2026-10-05"), {
            reasons: [],
            warnings: [`${reason} (waived until 2026-10-05: the API server is away)`],
        });
        assert.deepEqual(judge("2026-10-04"), { reasons: [reason], warnings: [] });
    });
});

describe("seenFault, of a gateway", () => {
    const gateway = (version: string): Partial<Lock["istio"]> => ({ gateway: { version, since: DAY } });
    const GO: RelyingStep = { part: "gateway", from: "1.30.5", to: "1.31.1" };
    const behind = having(lockAt("1.31.1"), { ...gateway("1.30.5"), leaving: "1.30.5" });
    const there = having(lockAt("1.31.1"), { ...gateway("1.31.1"), leaving: "1.30.5" });
    const down = "istio-ingress/Deployment/istio-ingress: 0 of 1 pod with the proxy 1.31.1 are ready";
    const sick = (lock: Lock): Evidence => {
        const whole = seenWhole(lock, { health: "failing", findings: [down] });
        return { ...whole, verified: whole.verified.filter(({ part }) => part !== "gateway") };
    };

    it("waits until the workloads were seen on what it goes to", () => {
        assert.equal(said(GO, behind, seenWhole(behind)), "goes");
        assert.equal(
            said(GO, behind, undefined),
            `the gateway stays at 1.30.5 until the workloads are seen whole on 1.31.1: ${unseen}`,
        );
        assert.equal(
            said(GO, behind, seenFailed(behind)),
            "the gateway stays at 1.30.5 until the workloads are seen whole on 1.31.1: the rollout of 1.31.1 failed in dev: shop/Canary/backend",
        );
    });

    it("waits for nothing on its way back", () => {
        assert.equal(said({ ...GO, from: "1.31.1", to: "1.30.5" }, there, undefined), "goes");
    });

    it("holds the next control plane and the prune until it was seen well on its pin", () => {
        const next: RelyingStep = { part: "control-plane", from: "1.31.1", to: "1.31.2" };
        assert.equal(said(next, there, seenWhole(there)), "goes");
        assert.equal(
            said(next, there, sick(there)),
            `the control plane stays at 1.31.1 until the proxies have followed: the gateway 1.31.1 was not seen whole on 2026-10-05T12:00:00Z (${down})`,
        );
        const left = having(lockAt("1.31.1"), { ...gateway("1.31.1"), retiring: "1.30.5" });
        assert.equal(said(PRUNE, left, seenWhole(left), "revisions"), "goes");
        assert.equal(
            said(PRUNE, left, sick(left), "revisions"),
            `${gone}: the gateway 1.31.1 was not seen whole on 2026-10-05T12:00:00Z (${down})`,
        );
    });
});
