import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import { chooseTarget } from "../../../lifecycle/upgrade/choose-target";
import { istioRequest } from "../../../lifecycle/upgrade/istio-request";
import { judgeStep } from "../../../lifecycle/upgrade/judge-step";
import type { UpgradeStep } from "../../../lifecycle/upgrade/upgrade-step";
import { momentOf } from "../../../lifecycle/versions/request";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

const up = { from: "1.31.0", to: "1.31.1", why: "" };

function reasons(
    lock: Lock,
    step: UpgradeStep | undefined,
    { evidence = "none", day = DAY }: { evidence?: "none" | "required"; day?: string } = {},
): readonly string[] {
    const args = decideArgs(lock, {}, { fleet: { soak: "0d", evidence } });
    const exceptions = [
        { workload: "pay", workloads: ["pay/Deployment/pay"], reason: "a migration", until: "2026-10-20" },
    ];
    const choice = chooseTarget(istioRequest(args.settings, lock), args.catalog, args.at);
    const asked = { ...args, at: momentOf(day), cohorts: () => ({ steps: [], exceptions }) };
    return judgeStep(asked, step ? [step] : [], choice).reasons;
}

describe("judgeStep", () => {
    it("lets go where there is no step, and one that nothing holds", () => {
        assert.deepEqual(reasons(lockAt("1.31.1"), undefined), []);
        assert.deepEqual(reasons(lockAt("1.31.0"), { part: "control-plane", ...up }), []);
    });

    it("keeps the last proxies where an exception holds, its last day included, and no cohort", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const kept = [/^the last proxies stay where they are: pay until 2026-10-20/];
        const said = (day: string) => reasons(lock, { part: "proxies", ...up }, { day });

        assert.equal(said("2026-10-20").length, 1);
        assert.match(said("2026-10-20")[0] ?? "", kept[0] ?? /$^/);
        assert.deepEqual(said("2026-10-21"), []);
        assert.deepEqual(reasons(lock, { part: "cohort", through: "first", ...up }), []);
        assert.match(reasons(lock, { part: "cohort", through: "except", ...up })[0] ?? "", kept[0] ?? /$^/);
    });

    it("asks for what was seen where the settings do, and for a day else", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const next = { version: "1.31.1", through: "first", since: DAY };
        const moving = { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
        const step: UpgradeStep = { part: "cohort", through: "100%", ...up };

        assert.deepEqual(reasons(moving, step), [
            `the cohorts through first move since ${DAY}, and the next waits a day`,
        ]);
        assert.deepEqual(reasons(moving, step, { day: "2026-10-06" }), []);
        assert.match(
            reasons(moving, step, { evidence: "required", day: "2026-10-06" }).join(),
            /until those through first were seen to have moved/,
        );
    });
});
