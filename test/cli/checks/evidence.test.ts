import assert from "node:assert/strict";

import { evidenceFindings } from "../../../cli/checks/evidence";
import type { Evidence } from "../../../lifecycle/evidence/evidence";
import type { Lock } from "../../../lifecycle/settings/lock";
import type { Waiver } from "../../../lifecycle/settings/settings";
import { momentOf } from "../../../lifecycle/versions/request";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

type Rule = "required" | "none";

interface Change {
    readonly from: Lock;
    readonly to: Lock;
    readonly seen?: Evidence;
    readonly strategy?: "in-place" | "revisions";
    /** What the settings say before the change, and after. */
    readonly evidence?: readonly [Rule, Rule];
    readonly waivers?: readonly Waiver[];
}

function having(lock: Lock, change: Partial<Lock["istio"]>): Lock {
    return { ...lock, istio: { ...lock.istio, ...change } };
}

/** `level about: reason`, the reason up to its second colon. */
function found({
    from,
    to,
    seen,
    strategy = "in-place",
    evidence = ["required", "required"],
    waivers = [],
}: Change): readonly string[] {
    const side = (lock: Lock, rule: Rule) => ({
        lock,
        settings: decideArgs(lock, { istio: { strategy, waivers } }, { fleet: { evidence: rule } }).settings,
    });
    const pair = { stack: "dev", from: side(from, evidence[0]), to: side(to, evidence[1]) };
    const args = { pair, at: momentOf(DAY), evidence: seen && bookOf([seen]) };
    return evidenceFindings(args as unknown as Parameters<typeof evidenceFindings>[0]).map(
        ({ level, about, reason }) => `${level} ${about}: ${reason.split(": ").slice(0, 2).join(": ")}`,
    );
}

const moving = having(lockAt("1.30.5"), { leaving: "1.29.8" });
const up = { from: moving, to: lockAt("1.31.1", "1.30.5") };
const retiring = having(lockAt("1.31.1"), { retiring: "1.30.5" });
const prune = { from: retiring, to: lockAt("1.31.1"), strategy: "revisions" } as const;
const unseen = "nothing was seen of dev yet";

describe("evidenceFindings", () => {
    const cases: readonly (readonly [what: string, change: Change, findings: readonly string[]])[] = [
        [
            "refuses a control plane nobody has seen the proxies for",
            up,
            [
                `refused control plane 1.30.5 → 1.31.1: the control plane stays at 1.30.5 until the proxies have followed: ${unseen}`,
            ],
        ],
        ["lets it pass once they were seen", { ...up, seen: seenWhole(moving) }, []],
        [
            "refuses a prune while a primary is on the old proxy",
            { ...prune, seen: seenFailed(retiring) },
            [
                "refused prune revision 1.30.5: revision 1-30-5 stays until its proxies are gone: the rollout of 1.31.1 failed in dev",
            ],
        ],
        ["lets it pass once no pod is", { ...prune, seen: seenWhole(retiring) }, []],
        [
            "refuses what was seen of another lock",
            { ...prune, seen: seenWhole(lockAt("1.31.1")) },
            [
                "refused prune revision 1.30.5: revision 1-30-5 stays until its proxies are gone: dev was last seen on 2026-10-05T12:00:00Z with other pins than its lock has now",
            ],
        ],
        [
            "asks who stops asking in the very change",
            { ...prune, evidence: ["required", "none"] },
            [`refused prune revision 1.30.5: revision 1-30-5 stays until its proxies are gone: ${unseen}`],
        ],
        [
            "asks nobody whose settings say that there is nothing to see",
            { ...prune, evidence: ["none", "none"] },
            [],
        ],
        ["lets what is taken back go", { from: lockAt("1.31.1"), to: lockAt("1.31.1", "1.30.5") }, []],
        [
            "and a control plane before its proxies followed",
            { from: lockAt("1.31.1", "1.30.5"), to: moving },
            [],
        ],
        ["has nothing to say where nothing moves", { from: moving, to: moving }, []],
        [
            "is waived on purpose",
            { ...up, waivers: [{ id: "evidence", reason: "API server away", expires: "2026-10-06" }] },
            [
                "waived control plane 1.30.5 → 1.31.1: the control plane stays at 1.30.5 until the proxies have followed: nothing was seen of dev yet",
            ],
        ],
        [
            "asks of another strategy as well",
            {
                from: having(lockAt("1.31.1"), { strategyMove: "new", strategySince: "2026-10-01" }),
                to: lockAt("1.31.1"),
                strategy: "revisions",
            },
            [
                `refused prune of the other strategy: the istiod of revision default stays until its proxies are gone: ${unseen}`,
            ],
        ],
    ];
    for (const [what, change, findings] of cases) it(what, () => assert.deepEqual(found(change), findings));
});
