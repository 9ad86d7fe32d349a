import assert from "node:assert/strict";

import fc from "fast-check";

import type { Lock } from "../../../lifecycle/settings/lock";
import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { failedHolds } from "../../../lifecycle/evidence/failed-holds";
import { checkLock } from "../../../lifecycle/upgrade/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import { decideIstio } from "../../../lifecycle/upgrade/decide-istio";
import { orTakeBack } from "../../../lifecycle/upgrade/decide-rollback";
import type { DecideArgs, Decision } from "../../../lifecycle/upgrade/decision";
import { soakOf } from "../../../lifecycle/upgrade/soak";
import { dayOf, dayStart } from "../../../lifecycle/kit/day";
import { parseDuration } from "../../../lifecycle/kit/duration";
import { momentOf } from "../../../lifecycle/versions/request";
import type { ExampleOverrides } from "../../support/example-stack";
import { exampleSettings } from "../../support/example-stack";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";
import { catalogOf } from "../versions/example-catalog";

type Istio = NonNullable<ExampleOverrides["istio"]>;

function decide(lock: Lock, istio: Istio = {}): Decision {
    return decideIstio(decideArgs(lock, { istio }));
}

function retiring(lock: Lock, version: string): Lock {
    return { ...lock, istio: { ...lock.istio, retiring: version } };
}

function movedToday(version: string): Lock {
    const lock = lockAt(version);
    return { ...lock, istio: { ...lock.istio, proxies: { version, since: DAY } } };
}

/** Every step of a stack, run after run, until there is nothing to do; each lock on the way must be one a preview takes. */
function runs(start: Lock, istio: Istio = {}): readonly string[] {
    const { settings } = decideArgs(start, { istio });
    const seen: string[] = [];
    let lock = start;
    let at = momentOf(DAY);
    for (let run = 0; run < 20; run++) {
        const { action, step, lock: next, reasons } = decideIstio({ ...decideArgs(lock, { istio }), at });
        const over = run > 0 && /is over on ([\d-]+)$/.exec(reasons.join())?.[1];
        if (over !== undefined && over !== false && over !== dayOf(at.time)) {
            seen.push(`waits until ${over}`);
            at = momentOf(over);
            continue;
        }
        if (action !== "step" || !step || !next) return [...seen, [action, ...reasons].join(" ")];
        const warnings = checkLock(settings, parseLock("dev", formatLock("dev", next)));
        seen.push(`${step.part} ${step.from} → ${step.to}`, ...warnings.map((warning) => `  ${warning}`));
        lock = next;
    }
    return [...seen, "…"];
}

const cases: readonly (readonly [what: string, lock: Lock, istio: Istio, runs: readonly string[]])[] = [
    ["does nothing where all is well", lockAt("1.31.1"), {}, ["none"]],
    [
        "moves the control plane, then the proxies, and then the gateway",
        lockAt("1.31.0"),
        {},
        [
            "control-plane 1.31.0 → 1.31.1",
            "  proxies behind: 1.31.0, control plane 1.31.1",
            "proxies 1.31.0 → 1.31.1",
            "  gateway behind: 1.31.0, proxies 1.31.1",
            "waits until 2026-10-06",
            "gateway 1.31.0 → 1.31.1",
            "none",
        ],
    ],
    [
        "hops over a minor outside the range, and says where it is going",
        lockAt("1.29.8"),
        {},
        [
            "control-plane 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "  proxies behind: 1.29.8, control plane 1.30.5",
            "proxies 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "  gateway behind: 1.29.8, proxies 1.30.5",
            "waits until 2026-10-12",
            "gateway 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "waits until 2026-10-13",
            "control-plane 1.30.5 → 1.31.1",
            "  proxies behind: 1.30.5, control plane 1.31.1",
            "proxies 1.30.5 → 1.31.1",
            "  gateway behind: 1.30.5, proxies 1.31.1",
            "waits until 2026-10-20",
            "gateway 1.30.5 → 1.31.1",
            "none",
        ],
    ],
    [
        "passes a minor over by revision",
        lockAt("1.29.8"),
        { strategy: "revisions" },
        [
            "control-plane 1.29.8 → 1.31.1",
            "  proxies behind: 1.29.8, control plane 1.31.1",
            "proxies 1.29.8 → 1.31.1",
            "  gateway behind: 1.29.8, proxies 1.31.1",
            "waits until 2026-10-12",
            "gateway 1.29.8 → 1.31.1",
            "  revision 1-29-8 stays until its proxies are gone",
            "waits until 2026-10-13",
            "prune 1.29.8 → 1.31.1",
            "none",
        ],
    ],
    [
        "moves tags in a step of their own, once the workloads have had their time, and prunes nothing before",
        lockAt("1.30.5"),
        { strategy: "revisions", tags: ["stable"] },
        [
            "control-plane 1.30.5 → 1.31.1",
            "  proxies behind: 1.30.5, control plane 1.31.1",
            "proxies 1.30.5 → 1.31.1",
            "  gateway behind: 1.30.5, proxies 1.31.1",
            "  tags behind: 1.30.5, proxies 1.31.1",
            "waits until 2026-10-12",
            "gateway 1.30.5 → 1.31.1",
            "  tags behind: 1.30.5, proxies 1.31.1",
            "waits until 2026-10-13",
            "tags 1.30.5 → 1.31.1",
            "  revision 1-30-5 stays until its proxies are gone",
            "prune 1.30.5 → 1.31.1",
            "none",
        ],
    ],
    [
        "goes back gateway first, then proxies, where that is allowed",
        lockAt("1.31.1"),
        { range: "~1.30", allowDowngrade: true },
        [
            "gateway 1.31.1 → 1.30.5",
            "  on the way to 1.30.5: control plane 1.31.1",
            "  gateway behind: 1.30.5, proxies 1.31.1",
            "proxies 1.31.1 → 1.30.5",
            "  on the way to 1.30.5: control plane 1.31.1",
            "  proxies behind: 1.30.5, control plane 1.31.1",
            "waits until 2026-10-12",
            "control-plane 1.31.1 → 1.30.5",
            "none",
        ],
    ],
    [
        "prunes the revision the proxies have left",
        retiring(lockAt("1.31.1"), "1.30.5"),
        { strategy: "revisions" },
        ["prune 1.30.5 → 1.31.1", "none"],
    ],
    [
        "goes back by revision, and keeps the newer one",
        lockAt("1.31.1", "1.30.5", "~1.30"),
        { strategy: "revisions", range: "~1.30", allowDowngrade: true },
        [
            "control-plane 1.31.1 → 1.30.5",
            "  revision 1-31-1 stays until its proxies are gone",
            "prune 1.31.1 → 1.30.5",
            "none",
        ],
    ],
    [
        "goes back by revision at once, to where the proxies came from",
        retiring(movedToday("1.31.1"), "1.30.3"),
        { strategy: "revisions", range: "~1.30", allowDowngrade: true },
        [
            "gateway 1.31.1 → 1.30.3",
            "  on the way to 1.30.5: control plane 1.31.1",
            "  gateway behind: 1.30.3, proxies 1.31.1",
            "proxies 1.31.1 → 1.30.3",
            "  on the way to 1.30.5: control plane 1.31.1",
            "  proxies behind: 1.30.3, control plane 1.31.1",
            "waits until 2026-10-12",
            "control-plane 1.31.1 → 1.30.5",
            "  proxies behind: 1.30.3, control plane 1.30.5",
            "  revision 1-31-1 stays until its proxies are gone",
            "prune 1.31.1 → 1.30.3",
            "  proxies behind: 1.30.3, control plane 1.30.5",
            "proxies 1.30.3 → 1.30.5",
            "  gateway behind: 1.30.3, proxies 1.30.5",
            "waits until 2026-10-13",
            "gateway 1.30.3 → 1.30.5",
            "  revision 1-30-3 stays until its proxies are gone",
            "waits until 2026-10-14",
            "prune 1.30.3 → 1.30.5",
            "none",
        ],
    ],
    [
        "is held where a revision retires and the stack is now in place",
        retiring(lockAt("1.31.1"), "1.30.5"),
        {},
        [
            "held istio.retiring in the lock, 1.30.5: only strategy revisions keeps a second istiod, and this one is in place",
        ],
    ],
    [
        "does not go back by itself",
        lockAt("1.31.1"),
        { range: "1.30.5" },
        ["held 1.30.5 (downgrade): it is older than 1.31.1, and a downgrade was not asked for"],
    ],
    [
        "follows a range that still holds what runs",
        lockAt("1.31.1"),
        { range: ">=1.31.0 <1.32" },
        ["settings 1.31.1 → 1.31.1", "none"],
    ],
    [
        "follows another registry",
        lockAt("1.31.1"),
        { hub: "registry.example.com/istio", variant: "debug" },
        ["settings 1.31.1 → 1.31.1", "none"],
    ],
    [
        "is held where no release may be picked",
        lockAt("1.31.1"),
        { range: "~1.44" },
        ["held no release lies in the range ~1.44"],
    ],
    [
        "leads a stack that fell behind over minors that have ended",
        lockAt("1.28.10"),
        {},
        [
            "control-plane 1.28.10 → 1.29.8",
            "  on the way to 1.31.1: control plane 1.29.8",
            "  proxies behind: 1.28.10, control plane 1.29.8",
            "proxies 1.28.10 → 1.29.8",
            "  on the way to 1.31.1: control plane 1.29.8",
            "  gateway behind: 1.28.10, proxies 1.29.8",
            "waits until 2026-10-06",
            "gateway 1.28.10 → 1.29.8",
            "  on the way to 1.31.1: control plane 1.29.8",
            "waits until 2026-10-07",
            "control-plane 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "  proxies behind: 1.29.8, control plane 1.30.5",
            "proxies 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "  gateway behind: 1.29.8, proxies 1.30.5",
            "waits until 2026-10-14",
            "gateway 1.29.8 → 1.30.5",
            "  on the way to 1.31.1: control plane 1.30.5",
            "waits until 2026-10-15",
            "control-plane 1.30.5 → 1.31.1",
            "  proxies behind: 1.30.5, control plane 1.31.1",
            "proxies 1.30.5 → 1.31.1",
            "  gateway behind: 1.30.5, proxies 1.31.1",
            "waits until 2026-10-22",
            "gateway 1.30.5 → 1.31.1",
            "none",
        ],
    ],
    [
        "is held where the way goes over a minor without releases",
        lockAt("1.31.1"),
        { range: "~1.44" },
        ["held no release lies in the range ~1.44"],
    ],
    [
        "is held where the pins are no mesh to start from",
        lockAt("1.30.5", "1.31.1"),
        {},
        ["held the proxies 1.31.1 are newer than their control plane 1.30.5"],
    ],
];

describe("decideIstio, run after run", () => {
    for (const [what, lock, istio, expected] of cases) {
        it(what, () => {
            assert.deepEqual(runs(lock, istio), expected);
        });
    }
});

describe("decideIstio", () => {
    it("writes the day, the catalog's day and what the settings say", () => {
        const { lock } = decide(lockAt("1.31.0"), { hub: "registry.example.com/istio" });

        assert.deepEqual(lock?.istio.controlPlane, { version: "1.31.1", since: DAY });
        assert.deepEqual(lock.istio.proxies, { version: "1.31.0", since: "2026-09-01" });
        assert.equal(lock.istio.hub, "registry.example.com/istio");
        assert.equal(lock.catalog, decideArgs(undefined).catalog.date);
    });

    it("holds a step that the earlier waves have not taken", () => {
        const args = decideArgs(lockAt("1.31.0"), {}, { fleet: { wave: 1, soak: "7d" } });
        const fleet = [{ stack: "earlier", wave: 0, lock: lockAt("1.31.0") }];

        const { action, reasons, lock } = decideIstio({ ...args, fleet });

        assert.deepEqual(
            [action, reasons, lock],
            ["held", ["earlier (wave 0) runs the control plane 1.31.0, and wave 1 follows it"], undefined],
        );
    });

    it("waits for no soak where the pin is vulnerable and the release mends it", () => {
        const args = decideArgs(lockAt("1.31.0"), {}, { fleet: { wave: 1, soak: "90d" } });
        const fleet = [{ stack: "earlier", wave: 0, lock: lockAt("1.31.1") }];

        const { action, warnings } = decideIstio({ ...args, fleet });

        assert.equal(action, "step");
        assert.match(
            warnings.at(-1) ?? "",
            /^the soak of 90d in earlier is lifted: 1\.31\.0 has .+, 1\.31\.1 has not$/,
        );
    });

    it("prunes in a pull request of its own, with what to look at, and touches no pin", () => {
        const before = retiring(lockAt("1.31.1"), "1.30.5");
        const { step, lock, warnings } = decide(before, { strategy: "revisions" });

        assert.deepEqual(step, {
            part: "prune",
            from: "1.30.5",
            to: "1.31.1",
            why: "once every canary is promoted, no proxy of revision 1-30-5 is left",
        });
        assert.deepEqual(
            { ...lock?.istio, retiring: "1.30.5", towards: undefined, crds: undefined, leaving: undefined },
            {
                ...before.istio,
                towards: undefined,
                crds: undefined,
                leaving: undefined,
            },
        );
        assert.equal(lock?.istio.retiring, undefined);
        assert.equal(
            warnings.at(-1),
            "no cluster was asked: before it is merged, every canary must have been promoted and no pod run the proxy 1.30.5",
        );
    });

    it("prunes after the soak of the stack, and earlier waves have no say", () => {
        const lock = retiring(lockAt("1.31.1"), "1.30.5");
        const change = { fleet: { wave: 1, soak: "35d" } };
        const args = decideArgs(lock, { istio: { strategy: "revisions" } }, change);
        const fleet = [{ stack: "earlier", wave: 0, lock: lockAt("1.30.5") }];
        const on = (day: string): Decision => decideIstio({ ...args, fleet, at: momentOf(day) });

        assert.deepEqual(on(DAY).reasons, [
            "revision 1-30-5 stays until its proxies are gone: the proxies move to 1.31.1 since 2026-09-01, and the soak of 35d is over on 2026-10-06",
        ]);
        assert.equal(on(DAY).lock, undefined);
        assert.equal(on("2026-10-06").step?.part, "prune");
    });

    it("proposes a better release out of range", () => {
        const { action, proposal } = decide(lockAt("1.30.5", "1.30.5", "~1.30"), { range: "~1.30" });

        assert.equal(action, "none");
        assert.deepEqual([proposal?.version, proposal?.range], ["1.31.1", "~1.30 || ~1.31"]);
    });

    it("keeps the waivers of proxies left behind, and drops those of nobody", () => {
        const lock = lockAt("1.31.0");
        const waived = { ...lock, istio: { ...lock.istio, waivers: ["X-1", "X-2"] } };
        const waivers = [{ id: "X-1", reason: "a test", expires: "2026-12-31" }];

        const first = decide(waived, { waivers });
        assert.ok(first.lock);
        const second = decide(first.lock, { waivers });

        assert.deepEqual(first.lock.istio.waivers, ["X-1"]);
        assert.deepEqual(second.lock?.istio.waivers, []);
    });
});

describe("decideIstio, in a hurry", () => {
    const fleetAt = (version: string, since: string, history?: Lock["history"]): DecideArgs["fleet"] => {
        const lock = lockAt(version);
        const pin = { version, since };
        return [
            {
                stack: "earlier",
                wave: 0,
                lock: { ...lock, istio: { ...lock.istio, controlPlane: pin, proxies: pin }, history },
            },
        ];
    };
    const wide = ">=1.30.0 <1.32";

    it("takes the patch of the same minor that mends, not the next minor unsoaked", () => {
        const args = decideArgs(
            lockAt("1.30.3", "1.30.3", wide),
            { istio: { range: wide } },
            { fleet: { wave: 1, soak: "90d" } },
        );
        const { step, warnings } = decideIstio({ ...args, fleet: fleetAt("1.31.1", "2026-10-01") });

        assert.deepEqual([step?.part, step?.to], ["control-plane", "1.30.5"]);
        assert.match(
            warnings.join("\n"),
            /^1\.31\.1 waits, and 1\.30\.5 is taken meanwhile: earlier \(wave 0\) runs 1\.31\.1 /m,
        );
        assert.match(warnings.at(-1) ?? "", /^the soak of 90d in earlier is lifted: 1\.30\.3 has /);
    });

    it("takes the soaked minor where there is one: nothing is lifted then", () => {
        const args = decideArgs(
            lockAt("1.30.3", "1.30.3", wide),
            { istio: { range: wide } },
            { fleet: { wave: 1, soak: "4d" } },
        );
        const { step, warnings } = decideIstio({ ...args, fleet: fleetAt("1.31.1", "2026-10-01") });

        assert.equal(step?.to, "1.31.1");
        assert.doesNotMatch(warnings.join(), /lifted/);
    });

    it("lifts no soak for a fault of istioctl alone", () => {
        // 1.30.4 has no fault of the mesh.
        const args = decideArgs(
            lockAt("1.30.4", "1.30.4", wide),
            { istio: { range: wide } },
            { fleet: { wave: 1, soak: "90d" } },
        );
        const { action, reasons } = decideIstio({ ...args, fleet: fleetAt("1.31.1", "2026-10-01") });

        assert.equal(action, "held");
        assert.match(reasons.join(), /the soak of 90d is over/);
    });

    it("waits for the earlier waves all the same", () => {
        const args = decideArgs(
            lockAt("1.30.3", "1.30.3", wide),
            { istio: { range: wide } },
            { fleet: { wave: 1, soak: "7d" } },
        );
        const { action, reasons } = decideIstio({ ...args, fleet: fleetAt("1.30.3", "2026-08-01") });

        assert.deepEqual(
            [action, reasons],
            ["held", ["earlier (wave 0) runs the control plane 1.30.3, and wave 1 follows it"]],
        );
    });
});

describe("decideIstio, when releases come faster than the soak", () => {
    const releases = {
        "1.31.0": "2026-09-01",
        "1.31.1": "2026-09-08",
        "1.31.2": "2026-09-15",
        "1.31.3": "2026-09-22",
        "1.31.4": "2026-09-29",
    };
    const weekly = catalogOf(releases);

    /** Two stacks, updated daily and together: what wave 0 runs, and what wave 1 has taken by then. */
    function simulate(soak: string): readonly string[] {
        const settings = (wave: number): DecideArgs["settings"] => {
            const example = exampleSettings({ istio: { range: ">=1.31.0 <1.32" } });
            return { ...example, fleet: { ...example.fleet, wave, soak } };
        };
        const begin = { ...lockAt("1.31.0", "1.31.0", ">=1.31.0 <1.32") };
        let [first, second]: Lock[] = [begin, begin];
        const taken: string[] = [];
        for (
            let time = dayStart("2026-09-02") ?? 0;
            // Each step waits for the proxies of the one before, in both waves.
            time < (dayStart("2027-01-15") ?? 0);
            time += 86_400_000
        ) {
            const at = { time, asked: true };
            assert.ok(first && second);
            const fleet = [{ stack: "first", wave: 0, lock: first }];
            const one = decideIstio({ settings: settings(0), lock: first, catalog: weekly, at, fleet: [] });
            const two = decideIstio({ settings: settings(1), lock: second, catalog: weekly, at, fleet });
            if (two.step?.part === "control-plane") {
                taken.push(two.step.to);
                const soaked = soakOf(first, "control-plane", first.istio.controlPlane, two.step.to);
                assert.ok(soaked, `wave 0 never ran ${two.step.to}`);
                assert.ok(
                    time - (dayStart(soaked.since) ?? 0) >= parseDuration(soak),
                    `${two.step.to} was not soaked`,
                );
            }
            first = parseLock("dev", formatLock("dev", one.lock ?? first)).lock;
            second = parseLock("dev", formatLock("dev", two.lock ?? second)).lock;
        }
        assert.equal(second?.istio.proxies.version, "1.31.4");
        return taken;
    }

    it("does not starve the later wave, and gives it nothing that was not soaked", () => {
        assert.deepEqual(simulate("14d"), ["1.31.1", "1.31.3", "1.31.4"]);
    });

    it("keeps to that for any soak", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 21 }), (days) => void simulate(`${days}d`)),
            { numRuns: 8 },
        );
    });
});

describe("decideIstio, with a named target", () => {
    const range = ">=1.30.5 <1.32";
    const lock = lockAt("1.30.5", "1.30.5", range);
    const to = (named: string, istio: Istio = {}): Decision =>
        decideIstio(decideArgs(lock, { istio: { range, ...istio } }), named);

    it("takes the first step of the way that plan --to shows", () => {
        assert.deepEqual([to("1.31.1").action, to("1.31.1").step?.to], ["step", "1.31.1"]);
        assert.equal(to("1.30.5").action, "none");
    });

    it("is held where a gate refuses it, and names the waivers that would help", () => {
        const { action, reasons } = to("1.31.0");

        assert.equal(action, "held");
        assert.match(
            reasons.join("\n"),
            /^1\.31\.0 would not be picked \(bulletin\): .+\n1\.31\.0 could be picked with all of the waivers /s,
        );
        assert.match(to("1.30.4").reasons.join(), /^1\.30\.4 would not be picked \(range\)/);
        assert.match(to("1.31.9").reasons.join(), /^1\.31\.9 is no release the catalog knows/);
    });

    it("goes back only where the settings allow it", () => {
        const newer = lockAt("1.31.1", "1.31.1", range);
        const back = (allowDowngrade: boolean): Decision =>
            decideIstio(decideArgs(newer, { istio: { range, allowDowngrade } }), "1.30.5");

        assert.match(back(false).reasons.join(), /^1\.30\.5 would not be picked \(downgrade\)/);
        assert.deepEqual([back(true).step?.part, back(true).step?.to], ["gateway", "1.30.5"]);
    });
});

describe("decideIstio, where nothing better may be picked", () => {
    it("takes the patch of an ended minor that mends, and says so loudly", () => {
        const args = decideArgs(lockAt("1.29.0", "1.29.0", "~1.29"), { istio: { range: "~1.29" } });
        const { step, warnings } = decideIstio({ ...args, at: momentOf("2026-11-21") });

        assert.deepEqual([step?.part, step?.to], ["control-plane", "1.29.8"]);
        assert.equal(
            warnings.at(-1),
            "1.29.8 is taken only because it has fewer published faults than 1.29.0, and nothing better may be picked; support: support of 1.29 ended on 2026-10-12, so it is presumed vulnerable",
        );
    });

    it("stays at the best patch of an ended minor, and names the waiver that would help", () => {
        const args = decideArgs(lockAt("1.29.8", "1.29.8", "~1.29"), { istio: { range: "~1.29" } });
        const { action, reasons } = decideIstio({ ...args, at: momentOf("2026-11-21") });

        assert.equal(action, "held");
        assert.equal(
            reasons.at(-1),
            "1.29.8 could be picked with the waiver support in windlass:istio.waivers, each with a reason and its last day",
        );
    });

    for (const strategy of ["in-place", "revisions"] as const) {
        it(`leads the demo's 1.19.3 with proxies 1.18.5 to 1.31.1, ${strategy}`, () => {
            let lock = lockAt("1.19.3", "1.18.5");
            for (let run = 0; lock.istio.proxies.version !== "1.31.1"; run++) {
                assert.ok(run < 40);
                const args = decideArgs(lock, { istio: { strategy } }, { fleet: { wave: 0, soak: "0d" } });
                const day = new Date(Date.UTC(2026, 9, 5 + 2 * run));
                const decision = decideIstio({ ...args, at: { time: day.getTime(), asked: true } });
                assert.ok(decision.lock, decision.reasons.join("; "));
                lock = decision.lock;
            }

            assert.equal(lock.istio.controlPlane.version, "1.31.1");
        });
    }
});

describe("decideIstio, where settings require evidence", () => {
    const ask = { fleet: { evidence: "required" as const } };
    const leaving = (lock: Lock, version: string): Lock => ({
        ...lock,
        istio: { ...lock.istio, leaving: version },
    });
    const decideOn = (
        lock: Lock,
        seen: readonly Evidence[],
        istio: Istio = {},
        holds = failedHolds(seen),
    ): Decision => decideIstio({ ...decideArgs(lock, { istio }, ask), evidence: bookOf(seen), holds });

    it("goes on the very day the proxies were seen to have moved, and no day lets it go before", () => {
        const lock = leaving(lockAt("1.30.5"), "1.29.8");
        const today = { ...lock.istio.proxies, since: DAY };
        const moved = { ...lock, istio: { ...lock.istio, proxies: today } };
        assert.equal(decideOn(moved, [seenWhole(moved)]).step?.part, "control-plane");
        assert.deepEqual(decideOn(lock, []).reasons, [
            "the control plane stays at 1.30.5 until the proxies have followed: nothing was seen of dev yet: run npm run -s windlass -- status --stack dev --record",
        ]);
    });

    it("asks nobody whether pods were restarted", () => {
        const lock = retiring(lockAt("1.31.1"), "1.30.5");
        const args = {
            ...decideArgs(lock, { istio: { strategy: "revisions" } }, ask),
            restarts: () => ["a/Deployment/b"],
        };
        const proxies = [{ version: "1.31.1", revision: "1-31-1", pods: 3 }];
        const seen = bookOf([seenWhole(lock, { proxies })]);
        assert.equal(decideIstio({ ...args, evidence: seen }).step?.part, "prune");
        assert.equal(decideIstio({ ...args, restarted: "1.30.5" }).action, "held");
    });

    it("says that a rollout failed, which canary, and the way back, and proposes it no more", () => {
        const lock = leaving(lockAt("1.31.1"), "1.31.0");
        const { action, reasons } = decideOn(lock, [seenFailed(lock)]);
        assert.equal(action, "held");
        assert.equal(
            reasons[0],
            "the rollout of 1.31.1 failed in dev: shop/Canary/backend; the way back is proxies 1.31.1 → 1.31.0: git revert the commit that moved them, or npm run -s windlass -- rollback --stack dev",
        );
        // A person may lift the hold, and still nothing is as it should be.
        assert.equal(decideOn(lock, [seenFailed(lock)], {}, []).action, "held");
    });

    it("takes the way back that it names, and waits for nothing", () => {
        const range = ">=1.30.5 <1.31.2";
        const lock = leaving(lockAt("1.31.1", "1.31.1", range), "1.30.5");
        const istio = { range, allowDowngrade: true };
        const args = { ...decideArgs(lock, { istio }, ask), evidence: bookOf([seenFailed(lock)]) };
        assert.deepEqual(decideIstio(args).action, "held");
        const first = decideIstio(args, "1.30.5");
        assert.equal(first.step?.part, "gateway");
        const next = decideIstio({ ...args, lock: first.lock ?? lock }, "1.30.5");
        assert.equal(next.step?.part, "proxies");
        assert.equal(next.lock?.istio.proxies.version, "1.30.5");
    });

    it("holds the release for the waves after, and names the canary", () => {
        const first = lockAt("1.31.1");
        const seen = [seenFailed(first, { stack: "first" })];
        const args = decideArgs(
            lockAt("1.30.5"),
            {},
            { fleet: { wave: 1, soak: "0d", evidence: "required" } },
        );
        const own = seenWhole(lockAt("1.30.5"));
        const { action, reasons } = decideIstio({
            ...args,
            fleet: [{ stack: "first", wave: 0, lock: first, evidence: "required" }],
            evidence: bookOf([...seen, own]),
        });
        assert.equal(action, "held");
        assert.match(reasons.join(), /the rollout of 1\.31\.1 failed in first: shop\/Canary\/backend/);
    });
});

describe("decideIstio of a stack with cohorts", () => {
    const until = "2026-10-20";
    const pay = { workload: "pay", workloads: ["pay/Deployment/pay"], reason: "a migration", until };
    const cohorts = () => ({ steps: ["first", "100%"], exceptions: [pay] });
    const way = { strategy: "revisions" } as const;

    /** What each run does, a day a run: a step, or why it waits. */
    function days(start: Lock, count: number): readonly string[] {
        const said: string[] = [];
        let lock = start;
        for (let day = 0; day < count; day++) {
            const at = { time: momentOf(DAY).time + day * 86_400_000, asked: false };
            const about = decideArgs(lock, { istio: way }, { fleet: { soak: "0d" } });
            const { step, reasons, lock: next } = decideIstio({ ...about, at, cohorts });
            said.push(`${dayOf(at.time)} ${step ? (step.through ?? step.part) : reasons.join()}`);
            lock = next ?? lock;
        }
        return said;
    }

    it("moves a cohort a day, and what relies on all proxies waits for what an exception keeps", () => {
        const kept = `the last proxies stay where they are: pay until ${until} (a migration)`;
        const said = days(lockAt("1.31.0"), 21);
        assert.deepEqual(said.slice(0, 4), [
            "2026-10-05 control-plane",
            "2026-10-06 first",
            "2026-10-07 100%",
            `2026-10-08 ${kept}`,
        ]);
        assert.equal(said[15], `2026-10-20 ${kept}`);
        assert.deepEqual(said.slice(16, 19), [
            "2026-10-21 proxies",
            "2026-10-22 gateway",
            "2026-10-23 prune",
        ]);
    });

    it("goes back by a cohort where one was seen to fail, and nothing else moves", () => {
        const half = lockAt("1.31.1", "1.31.0");
        const next = { version: "1.31.1", through: "100%", since: "2026-10-01" };
        const lock = { ...half, istio: { ...half.istio, proxies: { ...half.istio.proxies, next } } };
        const evidence = bookOf([
            { ...seenWhole(lock), failed: [{ canary: "shop/Canary/backend", version: "1.31.1" }] },
        ]);
        const about = decideArgs(lock, {}, { fleet: { evidence: "required" } });
        const asked = { ...about, cohorts, evidence, holds: failedHolds([...evidence.seen.values()]) };
        const decision = decideIstio(asked);
        assert.equal(decision.action, "held");
        assert.match(
            decision.reasons[0] ?? "",
            /backend; the way back is cohorts 1\.31\.1 → 1\.31\.0: git revert/,
        );
        const { step } = orTakeBack(decision, asked);
        assert.deepEqual(
            [step?.part, step?.from, step?.to, step?.through],
            ["cohort", "1.31.1", "1.31.0", "first"],
        );
    });

    it("keeps to one cohort a day", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const next = { version: "1.31.1", through: "first", since: DAY };
        const moving = { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
        assert.deepEqual(days(moving, 2), [
            `${DAY} the cohorts through first move since ${DAY}, and the next waits a day`,
            "2026-10-06 100%",
        ]);
    });
});
