import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { judgeVerified } from "../../../lifecycle/upgrade/judge-verified";
import { momentOf } from "../../../lifecycle/versions/request";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { DAY, lockAt } from "../../support/stack-pins";

const LOOK = "npm run -s windlass -- status --stack dev --record";
const lock = lockAt("1.31.1");
const whole = seenWhole(lock);

interface Question {
    readonly soak?: string;
    readonly version?: string;
    readonly at?: string;
    readonly lock?: typeof lock;
    readonly part?: "control-plane" | "proxies";
}

/** What holds a later wave: `liftable: …`, `held: …`, or `goes`. */
function judged(seen: Evidence | undefined, question: Question = {}): string {
    const { soak = "3d", version = "1.31.1", at = DAY, part = "control-plane" } = question;
    const held = judgeVerified({ stack: "dev", wave: 0, lock: question.lock ?? lock }, version, {
        wave: 1,
        soak,
        part,
        at: momentOf(at).time,
        evidence: seen && bookOf([seen]),
    });
    return held === undefined ? "goes" : `${held.liftable ? "liftable" : "held"}: ${held.reason}`;
}

const behind = { ...whole, verified: whole.verified.filter(({ part }) => part === "control-plane") };
const past = [
    { part: "control-plane", version: "1.31.0", from: "2026-09-01T00:00:00Z", to: "2026-09-03T00:00:00Z" },
    ...whole.verified,
] as const;

describe("judgeVerified", () => {
    const cases: readonly (readonly [what: string, is: string, wanted: string])[] = [
        ["lets go what was seen to run for the soak", judged(whole), "goes"],
        ["and to the second", judged(whole, { soak: "4d" }), "goes"],
        [
            "holds what was not seen for as long, whatever the lock's days say",
            judged(whole, { soak: "5d" }),
            "liftable: dev (wave 0) was seen to run 1.31.1 for 4d, and the soak of 5d is over on 2026-10-07 if it goes on",
        ],
        [
            "takes it to go on, in a question about a day to come",
            judged(whole, { soak: "5d", at: "2026-10-07" }),
            "goes",
        ],
        [
            "holds what was not looked at",
            judged(undefined),
            `liftable: wave 1 follows dev (wave 0), and nothing was seen of dev yet: run ${LOOK}`,
        ],
        [
            "holds what was looked at long ago",
            judged({ ...whole, seen: "2026-10-01T12:00:00Z" }),
            `liftable: wave 1 follows dev (wave 0), and dev was last seen on 2026-10-01T12:00:00Z, more than 1d ago: run ${LOOK}`,
        ],
        [
            "holds what was seen with other pins",
            judged(seenWhole(lockAt("1.31.1", "1.31.0"))),
            `liftable: wave 1 follows dev (wave 0), and dev was last seen on 2026-10-05T12:00:00Z with other pins than its lock has now: run ${LOOK}`,
        ],
        [
            "is not lifted where it fails at the very version, of either part",
            judged(seenFailed(lock)),
            `held: wave 1 follows dev (wave 0), and the rollout of 1.31.1 failed in dev: shop/Canary/backend: look at it with ${LOOK}`,
        ],
        [
            "not even where that was seen long ago, with other pins",
            judged(seenFailed(lock, { seen: "2026-09-01T00:00:00Z", lock: `sha256:${"0".repeat(32)}` })),
            `held: wave 1 follows dev (wave 0), and the rollout of 1.31.1 failed in dev: shop/Canary/backend: look at it with ${LOOK}`,
        ],
        [
            "is not held by another version that fails",
            judged(seenFailed(lock), { version: "1.31.0" }).slice(0, 8),
            "liftable",
        ],
        [
            "holds while the proxies are on their way to the version, for the control plane too",
            judged({ ...behind, health: "behind", findings: ["shop/Canary/a: it hangs"] }),
            `liftable: wave 1 follows dev (wave 0), and the proxies 1.31.1 were not seen whole on 2026-10-05T12:00:00Z (shop/Canary/a: it hangs): look again with npm run -s windlass -- status --stack dev --record`,
        ],
        [
            "and is not lifted where the cluster fails at it",
            judged({ ...behind, health: "failing", findings: ["istiod: dead"] }).slice(0, 5),
            "held:",
        ],
        [
            "holds what ran too short before something newer came",
            judged({ ...whole, verified: past.slice(0, 1) }, { version: "1.31.0" }),
            "liftable: dev (wave 0) was seen to run 1.31.0 for 2d only, and the soak of 3d was not over",
        ],
        [
            "lets go what ran long enough before something newer came, that is on its way",
            judged({ ...behind, verified: past.slice(0, 1) }, { version: "1.31.0", soak: "36h" }),
            "goes",
        ],
        [
            "holds what was passed over",
            judged(whole, { version: "1.30.5" }),
            "liftable: dev (wave 0) runs the control plane 1.31.1 and was not seen to run 1.30.5, and wave 1 follows it",
        ],
        [
            "wants it seen once at least",
            judged({ ...whole, verified: [] }, { soak: "0d" }).slice(0, 8),
            "liftable",
        ],
    ];
    for (const [what, is, wanted] of cases) it(what, () => assert.equal(is, wanted));
});
