import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { type ClusterCheck, LONGEST_GAP, extendEvidence } from "../../../lifecycle/evidence/extend-evidence";
import { judgeCluster } from "../../../lifecycle/observed/judge-cluster";
import type { ObservedCluster } from "../../../lifecycle/observed/observed";
import type { Lock } from "../../../lifecycle/settings/lock";
import { exampleLock } from "../../support/example-stack";
import { canary, expected, observed } from "../observed/example-cluster";
import { lock } from "./example-evidence";

const START = Date.parse("2026-11-21T12:00:00Z");
const HOUR = 3_600_000;

function look(
    hours: number,
    change: Partial<ObservedCluster> = {},
    more: Partial<ClusterCheck> = {},
): ClusterCheck {
    const seen = { ...observed, ...change };
    const findings = judgeCluster(expected, seen);
    return { stack: "dev", at: START + hours * HOUR, lock, expected, observed: seen, findings, ...more };
}

/** Runs of a part, as hours since the first look. */
function runs({ verified }: Evidence, part: string): readonly string[] {
    const hours = (text: string): number => (Date.parse(text) - START) / HOUR;
    return verified
        .filter((run) => run.part === part)
        .map(({ version, from, to }) => `${version} ${hours(from)}-${hours(to)}`);
}

function after(...looks: readonly ClusterCheck[]): Evidence {
    const [first, ...rest] = looks;
    if (!first) throw new Error("no look");
    return rest.reduce(extendEvidence, extendEvidence(undefined, first));
}

const failed = {
    canaries: [
        {
            ...canary,
            phase: "Failed",
            isPromoted: false,
            primary: { app: "app:1", "istio-proxy": "proxyv2:1.31.0" },
        },
    ],
};

describe("extendEvidence", () => {
    it("counts the time between two looks at which a part was whole", () => {
        const seen = after(look(0), look(24), look(50));
        assert.deepEqual(runs(seen, "control-plane"), ["1.31.1 0-50"]);
        assert.deepEqual(runs(seen, "proxies"), ["1.31.1 0-50"]);
        assert.equal(seen.seen, "2026-11-23T14:00:00Z");
        assert.equal(seen.health, "healthy");
    });

    it("keeps canaries by phase, whatever a cluster calls one, and pods by cohort", () => {
        const strange = { ...canary, phase: "no: phase" };
        const seen = after(look(0, { canaries: [canary, strange] }));
        assert.deepEqual(seen.canaries, { Succeeded: 1, Unknown: 1 });
        assert.equal(after(look(0, { canaries: [] })).canaries, undefined);
        assert.equal(seen.cohorts, undefined);
        const cohorts = [{ through: "first", workloads: ["shop/Deployment/backend"] }];
        const moving = extendEvidence(undefined, { ...look(0), expected: { ...expected, cohorts } });
        assert.deepEqual(
            moving.cohorts?.map(({ through, hasMoved }) => [through, hasMoved]),
            [["first", false]],
        );
    });

    it("begins anew after a gap nobody looked in, and after a clock that went back", () => {
        const gap = LONGEST_GAP / HOUR;
        assert.deepEqual(runs(after(look(0), look(gap)), "proxies"), [`1.31.1 0-${gap}`]);
        assert.deepEqual(
            runs(after(look(0), look(gap + 1)), "proxies").at(-1),
            `1.31.1 ${gap + 1}-${gap + 1}`,
        );
        assert.deepEqual(runs(after(look(10), look(5)), "proxies").at(-1), "1.31.1 5-5");
    });

    it("begins anew after a look at which something was wrong with the part", () => {
        const seen = after(look(0), look(10, failed), look(20));
        assert.deepEqual(runs(seen, "proxies"), ["1.31.1 20-20"]);
        assert.deepEqual(runs(seen, "control-plane"), ["1.31.1 0-20"]);
    });

    it("goes on while a rollout changes the application alone, however that ends", () => {
        const primary = { app: "app:0", "istio-proxy": "proxyv2:1.31.1" };
        const phases = ["Progressing", "Failed"].map((phase) => ({
            ...canary,
            phase,
            isPromoted: false,
            primary,
        }));
        const plain = [{ id: "shop/Deployment/plain", images: primary }];
        const looks = phases.map((one, index) => look(10 * index, { canaries: [one], workloads: plain }));
        const seen = after(...looks, look(20));
        assert.deepEqual(runs(seen, "proxies"), ["1.31.1 0-20"]);
        assert.ok(looks.every(({ findings }) => findings.length > 0));
    });

    it("begins anew where a workload's proxy is not there, whatever else is", () => {
        const gone = look(10, { workloads: [] });
        assert.deepEqual(runs(after(look(0), gone, look(20)), "proxies"), ["1.31.1 20-20"]);
    });

    it("does not count the istiod that retires as the control plane", () => {
        const own = { revision: "1-30-5", version: "1.30.5" };
        const [istiod] = observed.controlPlanes;
        assert.ok(istiod);
        const both = { ...expected, controlPlanes: [...expected.controlPlanes, own] };
        const dead = { ...istiod, ...own, ready: 0 };
        const later = look(10, { controlPlanes: [istiod, dead] });
        const findings = judgeCluster(both, later.observed);
        assert.equal(findings.length, 1);
        const seen = after(look(0), { ...later, expected: both, findings });
        assert.deepEqual(runs(seen, "control-plane"), ["1.31.1 0-10"]);
    });

    it("remembers what ran before a pin moved", () => {
        const before = look(0, {}, { lock: exampleLock("1.31.1", "1.31.0"), findings: [] });
        const moving = look(5, failed);
        assert.deepEqual(runs(after(before, moving, look(9)), "proxies"), ["1.31.0 0-0", "1.31.1 9-9"]);
    });

    it("takes nothing from another stack's", () => {
        const other = extendEvidence(undefined, { ...look(0), stack: "production" });
        assert.deepEqual(runs(extendEvidence(other, look(24)), "proxies"), ["1.31.1 24-24"]);
    });

    it("holds nothing of what fails within the budget, while cohorts are on their way, and all of what is beyond it", () => {
        const next = { version: "1.31.1", through: "20%", since: "2026-11-20" };
        const onTheWay: Lock = {
            ...lock,
            istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } },
        };
        const seen = (failureBudget: number, of: Lock) => after(look(0, failed, { failureBudget, lock: of }));

        assert.deepEqual([seen(1, onTheWay).failed, runs(seen(1, onTheWay), "proxies").length], [[], 1]);
        assert.equal(seen(0, onTheWay).failed.length, 1);
        assert.deepEqual(runs(seen(0, onTheWay), "proxies"), []);
        // Once the pin has moved, everything waits for all of them.
        assert.deepEqual(runs(seen(1, lock), "proxies"), []);
    });

    it("names the proxy whose rollout failed, and none where only the application's did", () => {
        assert.deepEqual(after(look(0, failed)).failed, [
            { canary: "shop/Canary/backend", version: "1.31.1" },
        ]);
        const [own] = failed.canaries;
        assert.ok(own);
        const application = { ...own, primary: { app: "app:0", "istio-proxy": "proxyv2:1.31.1" } };
        const seen = after(look(0, { canaries: [application] }));
        assert.deepEqual([seen.health, seen.failed], ["failing", []]);
    });

    describe("of a gateway", () => {
        const workload = "istio-ingress/Deployment/istio-ingress";
        const gateway = { workload, version: "1.31.1", revision: "default" };
        const trouble = { reason: "istio-proxy: CrashLoopBackOff", isLasting: true };
        const tally = { workload, version: "1.31.1", revision: "default", pods: 1, ready: 1 };
        const old = { ...tally, version: "1.31.0", pods: 2, ready: 2 };
        const pin = { version: "1.31.1", since: "2026-11-21" };
        const apart: Lock = { ...lock, istio: { ...lock.istio, gateway: pin } };
        const lookAt = (hours: number, tallies: readonly (typeof tally)[], pins = apart): ClusterCheck => {
            const seen = { ...observed, proxies: [...observed.proxies, ...tallies] };
            const wanted = { ...expected, gateways: [gateway] };
            const findings = judgeCluster(wanted, seen);
            return { ...look(hours, seen), lock: pins, expected: wanted, findings };
        };

        it("counts its time apart from that of the workloads", () => {
            const seen = after(lookAt(0, [old]), lookAt(10, [tally]), lookAt(20, [tally]));
            assert.deepEqual(runs(seen, "proxies"), ["1.31.1 0-20"]);
            assert.deepEqual(runs(seen, "gateway"), ["1.31.1 10-20"]);
        });

        it("names its rollout where that failed", () => {
            const sick = { ...tally, ready: 0, trouble };
            assert.deepEqual(after(lookAt(0, [old, sick])).failed, [{ canary: workload, version: "1.31.1" }]);
            assert.deepEqual(after(lookAt(0, [sick])).failed, []);
        });

        it("is one of the proxies where the lock has no pin for it", () => {
            const seen = after(lookAt(0, [old], lock));
            assert.deepEqual([runs(seen, "proxies"), runs(seen, "gateway")], [[], []]);
            assert.deepEqual(runs(after(lookAt(0, [tally], lock)), "gateway"), []);
        });
    });

    it("adds up the cluster's pods by proxy, and says what is wrong in a bounded list", () => {
        const tally = { version: "1.30.5", revision: "default", pods: 2, ready: 2 };
        const proxies = Array.from({ length: 50 }, (_, index) => ({
            ...tally,
            workload: `a/Deployment/w${index}`,
        }));
        const seen = after(look(0, { proxies }));
        assert.deepEqual(seen.proxies, [{ version: "1.30.5", revision: "default", pods: 100 }]);
        assert.equal(seen.findings.length, 20);
        assert.equal(
            seen.findings[0],
            "a/Deployment/w0: 2 pods have the proxy 1.30.5, and Git has 1.31.1 (kubectl --namespace a rollout restart deployment/w0)",
        );
    });

    it("stays small, however often a version changes", () => {
        let seen: Evidence | undefined;
        for (let index = 0; index < 100; index++) {
            const version = `1.31.${index}`;
            seen = extendEvidence(
                seen,
                look(index, {}, { lock: exampleLock(version, version), findings: [] }),
            );
        }
        assert.ok(seen && seen.verified.length <= 24);
    });
});
