import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/stack/lock";
import { checkLock } from "../../../lifecycle/stack/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/stack/lock-parse";
import { decideIstio, istioRequest } from "../../../lifecycle/upgrade/decide-istio";
import type { Decision } from "../../../lifecycle/upgrade/decision";
import { dayOf } from "../../../lifecycle/versions/day";
import { momentOf } from "../../../lifecycle/versions/request";
import type { ExampleOverrides } from "../../support/example-stack";
import { exampleSettings } from "../../support/example-stack";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

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
        "moves the control plane, then the proxies",
        lockAt("1.31.0"),
        {},
        [
            "control-plane 1.31.0 → 1.31.1",
            "  proxies behind: 1.31.0, control plane 1.31.1",
            "proxies 1.31.0 → 1.31.1",
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
            "waits until 2026-10-12",
            "control-plane 1.30.5 → 1.31.1",
            "  proxies behind: 1.30.5, control plane 1.31.1",
            "proxies 1.30.5 → 1.31.1",
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
            "  revision 1-29-8 stays until its proxies are gone",
            "waits until 2026-10-12",
            "prune 1.29.8 → 1.31.1",
            "none",
        ],
    ],
    [
        "goes back proxies first, where that is allowed",
        lockAt("1.31.1"),
        { range: "~1.30", allowDowngrade: true },
        [
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
            "  revision 1-30-3 stays until its proxies are gone",
            "waits until 2026-10-19",
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
        "is held where the way is blocked",
        lockAt("1.27.9"),
        {},
        [
            "held the way goes over 1.28, and no release of it may be picked; 1.28.10 (support): support of 1.28 ended on 2026-07-01, so it is presumed vulnerable",
        ],
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

describe("istioRequest", () => {
    it("asks with what the settings and the pins say", () => {
        const settings = exampleSettings({ istio: { minimumAge: "5d", mtls: "PERMISSIVE" } });

        assert.deepEqual(istioRequest(settings, lockAt("1.31.1", "1.31.0")), {
            range: "~1.31",
            kubernetes: "1.34",
            current: "1.31.1",
            sidecars: ["1.31.0"],
            strategy: "in-place",
            minimumAge: "5d",
            maxCatalogAge: 120,
            allowPrerelease: false,
            allowDowngrade: false,
            waivers: [],
            mtls: "PERMISSIVE",
        });
    });
});
