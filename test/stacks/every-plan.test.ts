import assert from "node:assert/strict";

import semver from "semver";

import type { Lock } from "../../lifecycle/settings/lock";
import { checkLock } from "../../lifecycle/upgrade/lock-check";
import { formatLock, parseLock } from "../../lifecycle/settings/lock-parse";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { withStep } from "../../lifecycle/upgrade/lock-after";
import { versionsOf } from "../../lifecycle/upgrade/lock-versions";
import { judgeMove } from "../../lifecycle/upgrade/judge-move";
import { judgePins } from "../../lifecycle/upgrade/judge-pins";
import { type MinorChoice, planUpgrade } from "../../lifecycle/upgrade/plan-upgrade";
import { retiringFault } from "../../lifecycle/upgrade/skew";
import { dayOf, dayStart, DAY } from "../../lifecycle/kit/day";
import { momentOf } from "../../lifecycle/versions/request";
import { exampleSettings } from "../support/example-stack";
import { catalog, lockAt } from "../support/stack-pins";

/** The newest stable release of every minor the catalog knows, oldest minor first. */
const NEWEST: ReadonlyMap<string, string> = new Map(
    semver
        .sort(
            catalog.releases
                .map(({ version }) => version)
                .filter((version) => semver.major(version) === 1 && !semver.prerelease(version)),
        )
        .map((version) => [`${semver.major(version)}.${semver.minor(version)}`, version]),
);
const VERSIONS = [...NEWEST.values()];
const AT = momentOf("2026-10-05");
/** What judges where a pin stands. Whether a release is a sound one is another question, and most of these have ended. */
const OF_MOVES = ["range", "skew", "step", "downgrade"];

function bestOfMinor(minor: string): MinorChoice {
    const version = NEWEST.get(minor);
    return version === undefined ? { reason: `no release of ${minor}` } : { version };
}

/** With it every pair of minors is played, however far apart: minutes, for the same steps in other company. */
const ALL = process.env["WINDLASS_EVERY_PLAN"] === "1";

interface Count {
    plans: number;
    steps: number;
    pairs: number;
}

interface Journey {
    readonly start: string;
    readonly target: string;
    readonly retiring?: string;
    readonly strategy: "in-place" | "revisions";
    readonly cni: boolean;
}

/** Every lock of a plan, the first and the one after each step. */
function locksOf({ start, target, retiring, strategy, cni }: Journey): {
    readonly settings: StackSettings;
    readonly locks: readonly Lock[];
} {
    const down = semver.lt(target, start);
    const range = `~${semver.major(target)}.${semver.minor(target)}.0`;
    const settings = exampleSettings({ istio: { strategy, cni, range, allowDowngrade: down } });
    const first = lockAt(start, start, range);
    let lock: Lock = { ...first, istio: { ...first.istio, retiring } };
    const plan = planUpgrade({ ...versionsOf(lock, settings), target, strategy, cni, bestOfMinor });
    assert.equal(plan.refusal, undefined);
    const locks = [lock];
    let day = dayStart("2026-10-05") ?? 0;
    for (const [index, step] of plan.steps.entries()) {
        day += 8 * DAY;
        const towards = index < plan.steps.length - 1 ? target : undefined;
        const at = momentOf(dayOf(day));
        lock = withStep({ settings, lock, catalog, at }, step, towards, false, {
            neededWaivers: () => [],
        });
        // As it is read back from its file.
        lock = parseLock("dev", formatLock("dev", lock)).lock;
        locks.push(lock);
    }
    return { settings, locks };
}

function play(journey: Journey, count: Count): void {
    const { settings, locks } = locksOf(journey);
    const said = JSON.stringify(journey);
    count.plans += 1;
    for (const [index, lock] of locks.entries()) {
        if (index === 0) continue;
        count.steps += 1;
        const side = (one: Lock) => ({ settings, lock: one });
        const move = (from: Lock): readonly unknown[] =>
            judgeMove({ from: side(from), to: side(lock), bestOfMinor, history: locks.slice(0, index) });
        checkLock(settings, { lock, file: "stacks/dev.lock.yaml", lineOf: () => 1 });
        const pins = judgePins(settings, lock, catalog, AT).filter(
            ({ gate, part, onItsWay }) =>
                !onItsWay && OF_MOVES.includes(gate) && ["control plane", "proxies"].includes(part),
        );
        assert.deepEqual(pins, [], `${said}: check after step ${index}`);
        const [before, long] = [locks[index - 1], locks[index - 2]];
        assert.ok(before);
        assert.deepEqual(move(before), [], `${said}: check --from before step ${index}`);
        if (!long) continue;
        count.pairs += 1;
        assert.notEqual(move(long).length, 0, `${said}: steps ${index - 1} and ${index} at once`);
    }
}

/** Revisions that may be retiring beside a version: of the minors within reach, on either side. */
function retirings(
    version: string,
    strategy: Journey["strategy"],
    cni: boolean,
): readonly (string | undefined)[] {
    if (strategy === "in-place") return [undefined];
    const reach = cni ? 1 : 2;
    const at = VERSIONS.indexOf(version);
    const near = VERSIONS.slice(Math.max(0, at - reach), at + reach + 1);
    const mesh = { controlPlane: version, proxies: version };
    return [
        undefined,
        ...near.filter((retiring) => retiringFault({ ...mesh, retiring }, strategy) === undefined),
    ];
}

describe("every plan between two minors of the catalog", () => {
    for (const strategy of ["in-place", "revisions"] as const) {
        for (const cni of [false, true]) {
            it(`is accepted step by step and refused two steps at once, ${strategy}${cni ? " with a node agent" : ""}`, function () {
                this.timeout(ALL ? 1_800_000 : 120_000);
                const count: Count = { plans: 0, steps: 0, pairs: 0 };
                for (const start of VERSIONS) {
                    for (const target of VERSIONS) {
                        // Far ways are made of the same steps: every near one, and all from one end to the other.
                        const far = Math.abs(VERSIONS.indexOf(start) - VERSIONS.indexOf(target)) > 4;
                        const ends = [VERSIONS[0], VERSIONS.at(-1)];
                        if (far && !ALL && !(ends.includes(start) && ends.includes(target))) continue;
                        for (const retiring of retirings(start, strategy, cni)) {
                            if (start === target && retiring === undefined) continue;
                            play({ start, target, retiring, strategy, cni }, count);
                        }
                    }
                }
                process.stdout.write(
                    `        ${count.plans} plans, ${count.steps} steps, ${count.pairs} pairs of steps\n`,
                );
                assert.ok(count.plans > 200 && count.steps > 1000 && count.pairs > 500);
            });
        }
    }
});
