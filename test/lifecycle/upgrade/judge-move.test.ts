import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { judgeFirstLock, judgeMove } from "../../../lifecycle/upgrade/judge-move";
import type { JudgeMoveArgs } from "../../../lifecycle/upgrade/move";
import type { MinorChoice } from "../../../lifecycle/upgrade/plan-upgrade";
import type { MeshVersions } from "../../../lifecycle/upgrade/skew";
import { exampleSettings } from "../../support/example-stack";
import { lockAt } from "../../support/stack-pins";

type Strategy = "in-place" | "revisions";

function bestOfMinor(minor: string): MinorChoice {
    return { version: `${minor}.9` };
}

const BEFORE = "2026-09-01";
const AFTER = "2026-09-20";

/** A lock with pins, each of a day. */
function lock(mesh: MeshVersions, [cp, px]: readonly [string, string] = [BEFORE, BEFORE]): Lock {
    const { controlPlane, proxies, retiring, crds } = mesh;
    const { istio, ...rest } = lockAt(controlPlane, proxies);
    return {
        ...rest,
        istio: {
            ...istio,
            controlPlane: { version: controlPlane, since: cp },
            proxies: { version: proxies, since: px },
            retiring,
            crds,
        },
    };
}

function move(
    strategy: Strategy,
    from: Lock,
    to: Lock,
    more: Partial<JudgeMoveArgs> = {},
): readonly string[] {
    // A gateway's own moves are below; without one the mesh moves as these cases say.
    const settings = exampleSettings({ istio: { strategy }, gateway: { enabled: false } });
    const args = { from: { settings, lock: from }, to: { settings, lock: to }, bestOfMinor, ...more };
    return judgeMove(args).map(
        ({ about, reason, way }) => `${about}: ${reason}${way.length > 0 ? ` [${way.join("; ")}]` : ""}`,
    );
}

/** `1.31.1/1.30.5 retiring 1.30.3` */
function mesh(text: string): MeshVersions {
    const [pins = "", ...rest] = text.split(" ");
    const [controlPlane = "", proxies = controlPlane] = pins.split("/");
    const named = (key: string): string | undefined =>
        rest.includes(key) ? rest[rest.indexOf(key) + 1] : undefined;
    return { controlPlane, proxies, retiring: named("retiring"), crds: named("crds") };
}

const several = "control plane and proxies move in one change, and while they do nobody serves what runs";

const cases: readonly (readonly [
    what: string,
    Strategy,
    from: string,
    to: string,
    faults: readonly string[],
])[] = [
    ["nothing", "in-place", "1.31.1", "1.31.1", []],
    ["a control plane upwards", "in-place", "1.30.5", "1.31.1/1.30.5", []],
    ["proxies upwards", "in-place", "1.31.1/1.30.5", "1.31.1", []],
    ["proxies on the way back", "in-place", "1.31.1", "1.31.1/1.30.5", []],
    ["a control plane on the way back", "in-place", "1.31.1/1.30.5", "1.30.5 crds 1.31.1", []],
    ["the revert of a control plane", "in-place", "1.31.1/1.30.5", "1.30.5", []],
    ["the revert of proxies by revision", "revisions", "1.31.1 retiring 1.30.5", "1.31.1/1.30.5", []],
    ["a prune", "revisions", "1.31.1 retiring 1.30.5", "1.31.1", []],
    ["the revert of a prune", "revisions", "1.31.1", "1.31.1 retiring 1.30.5", []],
    ["a jump over a minor by revision", "revisions", "1.29.8", "1.31.1/1.29.8", []],
    [
        "the revert of a control plane on the way back",
        "revisions",
        "1.30.5 retiring 1.31.1",
        "1.31.1/1.30.5",
        [],
    ],
    [
        "a jump",
        "in-place",
        "1.28.0",
        "1.31.1",
        [
            `control plane 1.28.0 → 1.31.1, proxies 1.28.0 → 1.31.1: ${several} [control plane 1.28.0 → 1.29.9; proxies 1.28.0 → 1.29.9; control plane 1.29.9 → 1.30.9; proxies 1.29.9 → 1.30.9; control plane 1.30.9 → 1.31.1; proxies 1.30.9 → 1.31.1]`,
        ],
    ],
    [
        "a control plane that jumps alone",
        "in-place",
        "1.29.8",
        "1.31.1/1.29.8",
        [
            "control plane 1.29.8 → 1.31.1: the control plane would move 2 minors at once, from 1.29.8 to 1.31.1, and an upgrade goes in place one minor at a time [control plane 1.29.8 → 1.30.9; proxies 1.29.8 → 1.30.9; control plane 1.30.9 → 1.31.1; proxies 1.30.9 → 1.31.1]",
        ],
    ],
    [
        "control plane with proxies",
        "in-place",
        "1.30.5",
        "1.31.1",
        [
            `control plane 1.30.5 → 1.31.1, proxies 1.30.5 → 1.31.1: ${several} [control plane 1.30.5 → 1.31.1; proxies 1.30.5 → 1.31.1]`,
        ],
    ],
    [
        "proxies with the prune",
        "revisions",
        "1.31.1/1.30.5",
        "1.31.1",
        [
            "proxies 1.30.5 → 1.31.1: the istiod 1.30.5 would be uninstalled before its proxies have moved: the lock must say istio.retiring: 1.30.5 [proxies 1.30.5 → 1.31.1; prune revision 1.30.5]",
        ],
    ],
    [
        "the revert of both steps, in place",
        "in-place",
        "1.31.1",
        "1.30.5",
        [
            `control plane 1.31.1 → 1.30.5, proxies 1.31.1 → 1.30.5: ${several} [proxies 1.31.1 → 1.30.5; control plane 1.31.1 → 1.30.5]`,
        ],
    ],
    [
        "the revert of both steps, by revision",
        "revisions",
        "1.31.1 retiring 1.30.5",
        "1.30.5",
        [
            `control plane 1.31.1 → 1.30.5, proxies 1.31.1 → 1.30.5: ${several} [proxies 1.31.1 → 1.30.5; control plane 1.31.1 → 1.30.5; prune revision 1.31.1]`,
        ],
    ],
    [
        "proxies before their control plane",
        "in-place",
        "1.30.5",
        "1.30.5/1.31.1",
        ["proxies 1.30.5 → 1.31.1: proxies that move up go to the control plane's version, 1.30.5"],
    ],
    [
        "a revision that nobody left",
        "revisions",
        "1.31.1",
        "1.31.1 retiring 1.28.0",
        ["retiring revision none → 1.28.0"],
    ],
    [
        "another step while a revision retires",
        "revisions",
        "1.31.0 retiring 1.30.5",
        "1.31.1/1.31.0 retiring 1.30.5",
        ["revision 1.30.5 is retiring, and has to be pruned before anything else moves"],
    ],
    [
        "definitions alone",
        "in-place",
        "1.30.5 crds 1.31.1",
        "1.30.5",
        ["definitions 1.31.1 → of the newest istiod: no step of an upgrade moves Istio's definitions alone"],
    ],
];

describe("judgeMove", () => {
    for (const [what, strategy, from, to, expected] of cases) {
        it(`${expected.length === 0 ? "allows" : "refuses"} ${what}, ${strategy}`, () => {
            const [before, after] = [mesh(from), mesh(to)];
            // What is taken back comes with its old day.
            const day = what.startsWith("the revert of") ? BEFORE : AFTER;
            const moved = (part: "controlPlane" | "proxies"): string =>
                before[part] === after[part] ? BEFORE : day;
            const faults = move(
                strategy,
                lock(before),
                lock(after, [moved("controlPlane"), moved("proxies")]),
            );

            assert.equal(faults.length, expected.length, faults.join("\n"));
            for (const [index, fault] of expected.entries())
                assert.ok(
                    faults[index] === fault || faults[index]?.includes(fault),
                    `${faults[index]}\n${fault}`,
                );
        });
    }

    it("goes one minor at a time where a CNI node agent has to follow", () => {
        const settings = exampleSettings({ istio: { strategy: "revisions", cni: true } });
        const [from, to] = [lock(mesh("1.29.8")), lock(mesh("1.31.1/1.29.8"), [AFTER, BEFORE])];
        const [fault] = judgeMove({
            from: { settings, lock: from },
            to: { settings, lock: to },
            bestOfMinor,
        });

        assert.match(fault?.reason ?? "", /2 minors at once/);
    });

    it("lets one tool move, and not two things at once", () => {
        const before = lockAt("1.31.1");
        const flux = { ...before.flux, distribution: { version: "2.9.5", since: AFTER } };
        const flagger = { ...before.flagger, release: { version: "1.45.0", since: AFTER } };

        assert.deepEqual(move("in-place", before, { ...before, flux }), []);
        assert.deepEqual(move("in-place", { ...before, flux }, before), []);
        assert.deepEqual(move("in-place", before, { ...before, flux, flagger }), [
            "Flux 2.9.4 → 2.9.5, Flagger 1.44.0 → 1.45.0: several steps are one change, and each has to be seen working before the next [Flux 2.9.4 → 2.9.5; Flagger 1.44.0 → 1.45.0]",
        ]);
        const istio = lock(mesh("1.31.1/1.31.0")).istio;
        assert.equal(move("in-place", { ...before, istio }, { ...before, flux }).length, 1);
    });

    it("says that a date moved although the version stayed, and one that was made up", () => {
        const before = lock(mesh("1.31.1"));
        for (const day of ["2020-01-01", AFTER]) {
            assert.deepEqual(move("in-place", before, lock(mesh("1.31.1"), [day, BEFORE])), [
                `control plane 1.31.1: since goes from ${BEFORE} to ${day}, and the version stays: how long it has run would no longer be known [restore since: "${BEFORE}"]`,
            ]);
        }
        const old = lock(mesh("1.31.1/1.30.5"), ["2020-01-01", BEFORE]);
        assert.deepEqual(move("in-place", lock(mesh("1.30.5")), old), [
            "control plane 1.30.5 → 1.31.1: since goes from 2026-09-01 to 2020-01-01: a version that is newly pinned cannot have run before the one it takes the place of",
        ]);
        // What stood there before comes back with its date.
        assert.deepEqual(move("in-place", lock(mesh("1.30.5")), old, { history: [old] }), []);
    });

    it("lets no control plane go on the day the proxies have moved, and no wait be taken away", () => {
        const at = (text: string, days: readonly [string, string], leaving?: string): Lock => {
            const { istio, ...rest } = lock(mesh(text), days);
            return { ...rest, istio: { ...istio, leaving } };
        };
        const moved = at("1.30.5", [BEFORE, AFTER], "1.29.8");

        assert.deepEqual(move("in-place", moved, at("1.31.1/1.30.5", ["2026-09-21", AFTER])), []);
        assert.deepEqual(move("in-place", moved, at("1.31.1/1.30.5", [AFTER, AFTER])), [
            "control plane 1.30.5 → 1.31.1: the proxies move from 1.29.8 to 1.30.5 since 2026-09-20, and a control plane waits a day for them at least [wait, and let update take the step: control plane 1.30.5 → 1.31.1]",
        ]);
        assert.deepEqual(move("in-place", moved, at("1.30.5", [BEFORE, AFTER])), [
            "istio.leaving 1.29.8 → none: only a step says what the proxies leave, and the next one waits for it",
        ]);
        assert.deepEqual(
            move("in-place", at("1.30.5/1.29.8", [BEFORE, BEFORE]), at("1.30.5", [BEFORE, AFTER], "1.28.0")),
            ["proxies 1.29.8 → 1.30.5: the lock must say istio.leaving: 1.29.8, and it says 1.28.0"],
        );
    });

    it("lets a control plane go on that day where evidence is required, for that is asked by itself", () => {
        const before = lock(mesh("1.30.5"), [BEFORE, AFTER]);
        const from = { ...before, istio: { ...before.istio, leaving: "1.29.8" } };
        const example = exampleSettings();
        const settings = { ...example, fleet: { ...example.fleet, evidence: "required" as const } };
        const to = { settings, lock: lock(mesh("1.31.1/1.30.5"), [AFTER, AFTER]) };
        assert.deepEqual(judgeMove({ from: { settings, lock: from }, to, bestOfMinor }), []);
    });

    it("uninstalls no istiod on the way back that may have proxies, and one that never had any", () => {
        const before = lock(mesh("1.31.1/1.30.5"), [AFTER, BEFORE]);
        const back = lock(mesh("1.30.5"));
        const moved = lock(mesh("1.31.1 retiring 1.30.5"), [AFTER, AFTER]);

        assert.deepEqual(move("revisions", before, back), []);
        assert.deepEqual(move("revisions", before, back, { history: [back, before] }), []);
        const gone =
            "control plane 1.31.1 → 1.30.5: the istiod 1.31.1 would be uninstalled before its proxies have moved";
        const [byHistory] = move("revisions", before, back, { history: [back, before, moved] });
        assert.ok(byHistory?.startsWith(gone), byHistory);
        const [byDate] = move(
            "revisions",
            lock(mesh("1.31.1/1.30.5"), [BEFORE, AFTER]),
            lock(mesh("1.30.5"), [AFTER, AFTER]),
        );
        assert.ok(byDate?.startsWith(gone), byDate);
    });
});

describe("judgeFirstLock", () => {
    it("takes a lock of one day, and none that was copied", () => {
        const first = lockAt("1.31.1");

        assert.deepEqual(judgeFirstLock(first), []);
        assert.match(judgeFirstLock(lock(mesh("1.31.1"), [AFTER, BEFORE]))[0]?.reason ?? "", /copied/);
        assert.match(judgeFirstLock(lock(mesh("1.31.1/1.30.5")))[0]?.reason ?? "", /copied/);
    });
});

describe("judgeMove, of tags", () => {
    const settings = (tags: readonly string[]): StackSettings =>
        exampleSettings({ istio: { strategy: "revisions", tags }, gateway: { enabled: false } });
    const at = (tags: string, more: Partial<Lock["istio"]> = {}, since = BEFORE): Lock => {
        const made = lock({ controlPlane: "1.31.1", proxies: "1.31.1" }, [BEFORE, BEFORE]);
        return { ...made, istio: { ...made.istio, tags: { version: tags, since }, ...more } };
    };
    const judged = (from: Lock, to: Lock, names: readonly (readonly string[])[] = [["stable"], ["stable"]]) =>
        judgeMove({
            from: { settings: settings(names[0] ?? []), lock: from },
            to: { settings: settings(names[1] ?? []), lock: to },
            bestOfMinor,
        }).map(({ about, reason }) => `${about}: ${reason}`);

    it("allows their step, which leaves the revision they have left retiring, and that taken back", () => {
        const [before, next] = [at("1.31.0"), at("1.31.1", { retiring: "1.31.0" }, AFTER)];
        assert.deepEqual(judged(before, next), []);
        assert.deepEqual(judged(next, before), []);
    });

    it("refuses that the revision goes that they point to", () => {
        assert.deepEqual(judged(at("1.31.0"), at("1.31.1", {}, AFTER)), [
            "tags 1.31.0 → 1.31.1: the istiod 1.31.0 would be uninstalled before its proxies have moved: the lock must say istio.retiring: 1.31.0",
        ]);
        const { tags: _, ...istio } = at("1.31.1").istio;
        assert.equal(judged(at("1.31.0"), { ...at("1.31.1"), istio }, [["stable"], []]).length, 1);
    });

    it("has nothing to say where tags come or go that point where the proxies are", () => {
        assert.deepEqual(judged(at("1.31.1"), at("1.31.1"), [[], ["stable"]]), []);
        assert.deepEqual(judged(at("1.31.1"), at("1.31.1"), [["stable"], []]), []);
    });

    it("refuses tags that move with the proxies", () => {
        const before = lock({ controlPlane: "1.31.1", proxies: "1.31.0" }, [BEFORE, BEFORE]);
        assert.match(
            judged(before, at("1.31.1", { leaving: "1.31.0" }, AFTER)).join(),
            /proxies and tags move in one change, and what others start has a proxy that nothing here has measured/,
        );
    });
});

describe("judgeMove, of a gateway", () => {
    /** `1.31.1/1.31.1/1.31.0`; without a third version the lock has no pin for the gateway, as locks of before. */
    const at = (text: string, more: Partial<Lock["istio"]> = {}, since = BEFORE): Lock => {
        const [controlPlane = "", proxies = "", gateway] = text.split("/");
        const made = lock({ controlPlane, proxies }, [BEFORE, since]);
        const pin = gateway === undefined ? {} : { gateway: { version: gateway, since: BEFORE } };
        return { ...made, istio: { ...made.istio, ...pin, ...more } };
    };
    const judged = (strategy: Strategy, from: Lock, to: Lock): readonly string[] => {
        const settings = exampleSettings({ istio: { strategy } });
        return judgeMove({ from: { settings, lock: from }, to: { settings, lock: to }, bestOfMinor }).map(
            ({ about, reason, way }) => `${about}: ${reason}${way.length > 0 ? ` [${way.join("; ")}]` : ""}`,
        );
    };
    const moved = (text: string, more: Partial<Lock["istio"]> = {}): Lock => {
        const gateway = { version: text.split("/")[2] ?? "", since: AFTER };
        return at(text, { gateway, ...more });
    };
    const together =
        "proxies and gateway move in one change, and all traffic goes through a proxy that nothing has measured";

    it("allows the proxies of a lock of before to move, where the gateway stays", () => {
        const next = at("1.31.1/1.31.1/1.31.0", { leaving: "1.31.0" }, AFTER);
        assert.deepEqual(judged("in-place", at("1.31.1/1.31.0"), next), []);
    });

    it("refuses them where it moves with them, and names both steps", () => {
        for (const next of [at("1.31.1/1.31.1", {}, AFTER), moved("1.31.1/1.31.1/1.31.1")])
            assert.deepEqual(judged("in-place", at("1.31.1/1.31.0"), next), [
                `proxies 1.31.0 → 1.31.1, gateway 1.31.0 → 1.31.1: ${together} [proxies 1.31.0 → 1.31.1; gateway 1.31.0 → 1.31.1]`,
            ]);
    });

    it("allows the step of a gateway, and that taken back", () => {
        const [before, next] = [
            at("1.31.1/1.31.1/1.31.0"),
            moved("1.31.1/1.31.1/1.31.1", { leaving: "1.31.0" }),
        ];
        assert.deepEqual(judged("in-place", before, next), []);
        assert.deepEqual(judged("in-place", next, at("1.31.1/1.31.1/1.31.0")), []);
    });

    it("has a revision retire with the gateway's step, and not before it", () => {
        const before = at("1.31.1/1.31.1/1.30.5");
        const retiring = { retiring: "1.30.5" };
        assert.deepEqual(judged("revisions", before, moved("1.31.1/1.31.1/1.31.1", retiring)), []);
        assert.deepEqual(judged("revisions", moved("1.31.1/1.31.1/1.31.1", retiring), before), []);
        assert.match(
            judged("revisions", before, moved("1.31.1/1.31.1/1.31.1")).join(),
            /the istiod 1\.30\.5 would be uninstalled before its proxies have moved/,
        );
    });

    it("refuses proxies that go back below a gateway", () => {
        assert.deepEqual(
            judged("in-place", at("1.31.1/1.31.1/1.31.1"), at("1.31.1/1.31.0/1.31.1", {}, AFTER)),
            [
                "proxies 1.31.1 → 1.31.0: done: the gateway 1.31.1 is newer than the workloads' proxies 1.31.0, which measure a proxy before all traffic goes through it [gateway 1.31.1 → 1.31.0; proxies 1.31.1 → 1.31.0; control plane 1.31.1 → 1.31.0]",
            ],
        );
    });

    it("refuses a gateway that goes past the workloads, or follows on the day they move", () => {
        assert.match(
            judged("in-place", at("1.31.1/1.31.0/1.30.5"), moved("1.31.1/1.31.0/1.31.1")).join(),
            /goes to the version of the workloads' proxies, 1\.31\.0/,
        );
        const today = at("1.31.1/1.31.1/1.31.0", { leaving: "1.31.0" }, AFTER);
        const next = at(
            "1.31.1/1.31.1/1.31.1",
            { leaving: "1.31.0", gateway: { version: "1.31.1", since: AFTER } },
            AFTER,
        );
        assert.match(
            judged("in-place", today, next).join(),
            /the proxies move from 1\.31\.0 to 1\.31\.1 since 2026-09-20, and the gateway waits a day for them at least/,
        );
    });

    it("lets a lock of before go back as it came, in one", () => {
        assert.deepEqual(judged("in-place", at("1.31.1/1.31.1", {}, AFTER), at("1.31.1/1.31.0")), []);
    });

    it("has nothing to say where a gateway comes or goes", () => {
        const off = exampleSettings({ gateway: { enabled: false } });
        const on = exampleSettings({});
        const sides = [
            { settings: off, lock: at("1.31.1/1.31.1") },
            { settings: on, lock: at("1.31.1/1.31.1/1.31.1") },
        ] as const;
        assert.deepEqual(judgeMove({ from: sides[0], to: sides[1], bestOfMinor }), []);
        assert.deepEqual(judgeMove({ from: sides[1], to: sides[0], bestOfMinor }), []);
    });
});
