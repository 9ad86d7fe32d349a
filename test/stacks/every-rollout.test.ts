import assert from "node:assert/strict";

import fc from "fast-check";
import semver from "semver";

import type { Evidence } from "../../lifecycle/evidence/evidence";
import { extendEvidence } from "../../lifecycle/evidence/extend-evidence";
import { failedHolds } from "../../lifecycle/evidence/failed-holds";
import { type Hold, NO_HOLDS } from "../../lifecycle/holds/hold";
import { holdsOfStack } from "../../lifecycle/holds/holds-in-force";
import { dayOf, dayStart } from "../../lifecycle/kit/day";
import { revisionName } from "../../lifecycle/kit/revision-name";
import { judgeCluster } from "../../lifecycle/observed/judge-cluster";
import { formatLock, parseLock } from "../../lifecycle/settings/lock-parse";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { decideIstio } from "../../lifecycle/upgrade/decide-istio";
import type { Decision } from "../../lifecycle/upgrade/decision";
import { minorsBetween } from "../../lifecycle/kit/version-order";
import { exampleSettings } from "../support/example-stack";
import { type Fate, SimulatedCluster } from "../support/simulated-cluster";
import { lockAt } from "../support/stack-pins";
import { catalogOf } from "../lifecycle/versions/example-catalog";

/** Hours between two moments at which somebody may look, and update. */
const TICK = 4;
const TICK_TIME = TICK * 3_600_000;
/** With it many more fates are played. */
const RUNS = process.env["WINDLASS_EVERY_PLAN"] === "1" ? 20 : 1;
const START = dayStart("2026-10-05") ?? 0;
const RANGE = ">=1.29.0 <1.32";
/** Two minors and their patches: one is out already, and one comes in the middle of it all. */
const catalog = catalogOf({
    "1.29.8": "2026-08-01",
    "1.30.5": "2026-08-01",
    "1.31.0": "2026-09-01",
    "1.31.1": "2026-09-20",
    "1.31.2": "2026-10-20",
});
const SOAK = { text: "3d", hours: 72 };

interface Seen {
    readonly part: string;
    readonly from: string;
    readonly to: string;
}

/** One stack: its lock, what truly runs, and what was seen of it. */
class SimulatedStack {
    readonly cluster: SimulatedCluster;
    lock: Lock;
    evidence?: Evidence;
    /** Moments at which a part truly ran a version or later patches of its minor, one after the other, by part and version. */
    private readonly whole = new Map<string, number>();
    readonly taken: Seen[] = [];

    constructor(
        readonly settings: StackSettings,
        fate: Fate,
    ) {
        this.lock = lockAt("1.29.8", "1.29.8", RANGE);
        this.cluster = new SimulatedCluster(settings, this.lock, fate);
    }

    look(now: number): void {
        const [expected, observed] = [this.cluster.expected(), this.cluster.observed()];
        const { lock, settings } = this;
        const findings = judgeCluster(expected, observed);
        const look = { stack: settings.stack, at: now, lock, expected, observed, findings };
        this.evidence = extendEvidence(this.evidence, look);
    }

    /** Some hours pass in the cluster. */
    pass(now: number): void {
        this.cluster.advance(now);
        const { controlPlane, proxies } = this.lock.istio;
        const isMoved = this.cluster.primaries().every(({ version }) => version === proxies.version);
        this.count("proxies", proxies.version, isMoved);
        this.count("control-plane", controlPlane.version, this.cluster.isAlive(controlPlane.version));
    }

    /** Hours for which a part has run a version, or has stayed with its minor. */
    hoursAt(part: string, version: string): number {
        return ((this.whole.get(`${part} ${version}`) ?? 1) - 1) * TICK;
    }

    private count(part: string, version: string, isWhole: boolean): void {
        if (!isWhole) this.whole.delete(`${part} ${version}`);
        else this.whole.set(`${part} ${version}`, this.whole.get(`${part} ${version}`) ?? 0);
        for (const [key, moments] of this.whole) {
            const [of, at = ""] = key.split(" ");
            const stays =
                semver.lte(at, version) &&
                minorsBetween(new semver.SemVer(at), new semver.SemVer(version)) === 0;
            if (of === part && stays && isWhole) this.whole.set(key, moments + 1);
        }
    }
}

interface Journey {
    readonly strategy: "in-place" | "revisions";
    readonly fate: Fate;
    /** Whether somebody looks at a stack at a moment. */
    readonly looks: (tick: number) => boolean;
    readonly days: number;
}

/** Two stacks, updated every few hours and one after the other, against clusters that do what they like. */
function play({ strategy, fate, looks, days }: Journey): readonly SimulatedStack[] {
    const settingsOf = (stack: string, wave: number): StackSettings => ({
        ...exampleSettings({ istio: { strategy, range: RANGE, minimumAge: "0d" } }),
        stack,
        fleet: { ...exampleSettings().fleet, wave, soak: SOAK.text, evidence: "required" },
    });
    const stacks = [
        new SimulatedStack(settingsOf("first", 0), fate),
        new SimulatedStack(settingsOf("second", 1), fate),
    ];
    const waves = new Map(stacks.map(({ settings }) => [settings.stack, settings.fleet.wave]));
    for (let tick = 1; tick < (days * 24) / TICK; tick++) {
        const now = START + tick * TICK_TIME;
        for (const stack of stacks) {
            stack.pass(now);
            if (looks(tick)) stack.look(now);
        }
        const at = { time: now, asked: false };
        const seen = stacks.flatMap(({ evidence }) => evidence ?? []);
        const evidence = { seen: new Map(seen.map((each) => [each.stack, each])), at };
        const found: readonly Hold[] = failedHolds(seen);
        const fleet = stacks.map(({ settings: { stack, fleet: place }, lock }) => ({
            stack,
            lock,
            ...place,
        }));
        for (const stack of stacks) {
            const { settings, lock } = stack;
            const { inForce } = holdsOfStack({ ...NO_HOLDS, found }, settings.stack, waves, dayOf(now));
            const decision = decideIstio({ settings, lock, catalog, at, fleet, evidence, holds: inForce });
            if (!decision.step || !decision.lock) continue;
            requireFacts(decision, stack, stacks);
            stack.taken.push(decision.step);
            stack.lock = parseLock("dev", formatLock("dev", decision.lock)).lock;
            stack.cluster.apply(stack.lock, now);
        }
    }
    return stacks;
}

/** What must be true of the clusters, whatever was seen of them, when a step is taken. */
function requireFacts(
    { step }: Decision,
    { cluster, lock, settings }: SimulatedStack,
    stacks: readonly SimulatedStack[],
): void {
    assert.ok(step);
    const { part, from, to } = step;
    const said = `${settings.stack}: ${part} ${from} → ${to}`;
    const pinned = lock.istio.proxies.version;
    const everyPrimary = cluster.primaries().every(({ version }) => version === pinned);
    if (part === "prune") {
        assert.ok(everyPrimary, `${said}, and a primary is not at ${pinned}`);
        const asks = cluster.proxies().some(({ revision }) => revision === revisionName(from));
        assert.ok(!asks, `${said}, and a proxy asks the revision`);
        assert.ok(cluster.isAlive(lock.istio.controlPlane.version), `${said}, and no istiod is left`);
    }
    if (part === "control-plane") {
        if (lock.istio.leaving !== undefined) assert.ok(everyPrimary, `${said} before the proxies followed`);
        for (const { version } of cluster.proxies())
            assert.ok(
                minorsBetween(new semver.SemVer(version), new semver.SemVer(to)) <=
                    (settings.istio.strategy === "in-place" ? 1 : 2),
                `${said} with a proxy ${version}`,
            );
    }
    if (part === "proxies" && semver.gt(to, from))
        assert.ok(cluster.isAlive(to), `${said} before the control plane is alive`);
    const [first] = stacks;
    if (settings.fleet.wave === 0 || !first || (part !== "proxies" && part !== "control-plane")) return;
    if (semver.lt(to, from)) return;
    assert.ok(!first.cluster.hasFailed(to), `${said}, and it has failed in the first wave`);
    // A stop on the way is vouched for by whoever has run the target.
    const soaked = ["1.29.8", "1.30.5", "1.31.0", "1.31.1", "1.31.2"].filter(
        (version) => semver.gte(version, to) && first.hoursAt(part, version) >= SOAK.hours,
    );
    assert.notDeepEqual(soaked, [], `${said}, and the first wave has run neither it nor its target`);
}

/** Fates by a stream of numbers, which shrink to where all is well. */
function fateOf(next: () => number, outcomes: readonly ("succeeds" | "fails" | "hangs")[]): Fate {
    return {
        hours: () => next() % 13,
        outcome: () => outcomes[next() % outcomes.length] ?? "succeeds",
    };
}

function streamOf(numbers: readonly number[]): () => number {
    let index = 0;
    return () => numbers[index++ % numbers.length] ?? 0;
}

describe("every rollout, seen through evidence alone", () => {
    const numbers = fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 200 });

    for (const strategy of ["in-place", "revisions"] as const) {
        it(`goes to the end once all is promoted and looked at once a day, ${strategy}`, function () {
            this.timeout(120_000 * RUNS);
            fc.assert(
                fc.property(numbers, (all) => {
                    const next = streamOf(all);
                    const fate = fateOf(next, ["succeeds"]);
                    // A day without a look ends what was seen to run without a gap, and the numbers begin anew: it might never end.
                    const looks = (tick: number) => next() % 2 === 0 || tick % (24 / TICK) === 0;
                    const stacks = play({ strategy, fate, looks, days: 60 });
                    for (const { lock, settings, taken } of stacks) {
                        const { controlPlane, proxies, retiring } = lock.istio;
                        const said = `${settings.stack}: ${JSON.stringify(taken)}`;
                        assert.deepEqual(
                            [controlPlane.version, proxies.version, retiring],
                            ["1.31.2", "1.31.2", undefined],
                            said,
                        );
                    }
                }),
                { numRuns: 3 * RUNS },
            );
        });

        it(`never goes before the facts, whatever fails or hangs, ${strategy}`, function () {
            this.timeout(120_000 * RUNS);
            fc.assert(
                fc.property(numbers, fc.nat({ max: 40 }), (all, rarely) => {
                    const next = streamOf(all);
                    const fate = fateOf(next, ["succeeds", "succeeds", "succeeds", "fails", "hangs"]);
                    play({ strategy, fate, looks: () => next() % (1 + rarely) === 0, days: 40 });
                }),
                { numRuns: 15 * RUNS },
            );
        });
    }

    it("stays in the first wave where every canary fails, and where one hangs", () => {
        for (const outcome of ["fails", "hangs"] as const) {
            const fate: Fate = { hours: () => 2, outcome: () => outcome };
            const stacks = play({ strategy: "in-place", fate, looks: () => true, days: 40 });
            assert.deepEqual(
                stacks.map(({ taken }) => taken.map(({ part, to }) => `${part} ${to}`)),
                [["control-plane 1.30.5", "proxies 1.30.5"], []],
                outcome,
            );
        }
    });

    it("does nothing at all where nobody looks", () => {
        const fate: Fate = { hours: () => 1, outcome: () => "succeeds" };
        const stacks = play({ strategy: "in-place", fate, looks: () => false, days: 20 });
        assert.deepEqual(
            stacks.map(({ taken }) => taken),
            [[], []],
        );
    });
});
