import assert from "node:assert/strict";

import { judgeCanaries } from "../../../lifecycle/observed/judge-canaries";
import type { ObservedCanary } from "../../../lifecycle/observed/observed";
import { canary, expected } from "./example-cluster";

const OLD = { app: "app:1", "istio-proxy": "proxyv2:1.31.0" };
const runsOld = "its primary runs proxyv2:1.31.0 in istio-proxy, and Git has proxyv2:1.31.1";

describe("judgeCanaries", () => {
    const cases: readonly (readonly [string, Partial<ObservedCanary>, string])[] = [
        ["passes a promoted one", {}, ""],
        ["passes one that was initialized", { phase: "Initialized" }, ""],
        // Flagger does nothing after a revert, for the hash is the last promoted one: the phase stays Failed for ever.
        ["passes one that failed and was reverted since", { phase: "Failed" }, ""],
        [
            "fails one whose every container was taken back",
            { phase: "Failed", isPromoted: false, primary: OLD },
            `failing: its analysis failed: ${runsOld}`,
        ],
        [
            "waits where Flux says Ready and Flagger has not looked yet",
            { phase: "Succeeded", primary: OLD },
            `behind: ${runsOld} (Succeeded)`,
        ],
        [
            "waits where an older failure is still written there, and Flagger has not looked yet",
            { phase: "Failed", primary: OLD },
            `behind: ${runsOld} (Failed)`,
        ],
        [
            "waits for an analysis",
            { phase: "Progressing", isPromoted: false, primary: OLD },
            `behind: ${runsOld} (Progressing)`,
        ],
        [
            "waits for an analysis that ends where it began",
            { phase: "Progressing" },
            "behind: its analysis is under way (Progressing)",
        ],
        [
            "waits for the primary of a new one",
            { phase: "Initializing", primary: undefined },
            "behind: shop/Deployment/backend-primary does not run yet (Initializing)",
        ],
        [
            "waits for Flagger to look at a new one",
            { phase: undefined, primary: undefined },
            "behind: shop/Deployment/backend-primary does not run yet",
        ],
        [
            "sees a container that Git does not have",
            { primary: { ...canary.primary, extra: "x:1" } },
            "behind: its primary has the container extra, and Git has none (Succeeded)",
        ],
    ];
    for (const [title, change, said] of cases) {
        it(title, () => {
            const found = judgeCanaries(expected, { canaries: [{ ...canary, ...change }] });
            assert.equal(found.map(({ level, reason }) => `${level}: ${reason}`).join(), said);
        });
    }

    const commands: readonly (readonly [string, Partial<ObservedCanary>, string, RegExp])[] = [
        [
            "a rollout that failed, twice over",
            { phase: "Failed", isPromoted: false, primary: OLD },
            "failing",
            /rollout retry --stack dev --canary shop\/backend --reason "…", or go back: .* rollback --stack dev$/,
        ],
        [
            "a canary that is wedged in Failed while its primary runs what Git has",
            { phase: "Failed", isPromoted: false, isCurrent: true },
            "behind",
            /rollout abort --stack dev --canary shop\/backend/,
        ],
        [
            "an analysis of what was taken back",
            { phase: "Progressing", isPromoted: false, isCurrent: true },
            "behind",
            /rollout abort --stack dev/,
        ],
        [
            "a primary that somebody has edited, in its images",
            { primary: OLD, isCurrent: false, editedBy: "kubectl-set" },
            "failing",
            /rollout retry --stack dev/,
        ],
        [
            "a primary that somebody has edited elsewhere",
            { isCurrent: false, editedBy: "kubectl-edit" },
            "failing",
            /rollout retry --stack dev/,
        ],
        [
            "a hand that was not taken off",
            { isSkippedByHand: true },
            "failing",
            /rollout promote --stack dev/,
        ],
        [
            "a primary that never came to be",
            { phase: "Failed", primary: undefined },
            "failing",
            /rollout retry --stack dev/,
        ],
    ];
    for (const [title, change, level, command] of commands) {
        it(`has the command that mends ${title}`, () => {
            const [found, ...more] = judgeCanaries(expected, { canaries: [{ ...canary, ...change }] });
            assert.deepEqual([found?.level, more], [level, []]);
            assert.match(found?.remedy ?? "", command);
        });
    }

    it("has none for an analysis of changed settings, whose template is the same", () => {
        const canaries = [{ ...canary, phase: "Progressing", isPromoted: true, isCurrent: true }];
        assert.deepEqual(
            judgeCanaries(expected, { canaries }).map(({ level, remedy }) => [level, remedy]),
            [["behind", undefined]],
        );
    });

    it("misses a canary that is not in the cluster, and leaves alone one that is not in Git", () => {
        const foreign = { ...canary, id: "other/Canary/x", target: "other/Deployment/x", phase: "Failed" };
        const found = judgeCanaries(expected, { canaries: [foreign] });
        assert.deepEqual(
            found.map(({ about, reason }) => [about, reason]),
            [["shop/Deployment/backend", "its canary is not in the cluster"]],
        );
    });
});
