import assert from "node:assert/strict";

import type { Pin } from "../../../lifecycle/settings/lock";
import { dayStart } from "../../../lifecycle/kit/day";
import type { FleetMember } from "../../../lifecycle/settings/fleet-member";
import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { momentOf } from "../../../lifecycle/versions/request";
import { type WaveArgs, judgeWaves } from "../../../lifecycle/upgrade/waves";
import { seenFailed, seenWhole } from "../../support/seen";
import { exampleLock } from "../../support/example-stack";

function pin(version: string, since: string): Pin {
    return { version, since };
}

function member(stack: string, wave: number, controlPlane: Pin, proxies = controlPlane): FleetMember {
    const lock = exampleLock();
    return { stack, wave, lock: { ...lock, istio: { ...lock.istio, controlPlane, proxies } } };
}

const dev = member("dev", 0, pin("1.31.1", "2026-10-01"));
const staging = member("staging", 1, pin("1.31.1", "2026-10-08"), pin("1.31.0", "2026-09-10"));
const production = member("production", 2, pin("1.31.0", "2026-09-07"));
const fleet = [production, staging, dev];

function reasons(day: string, change: Partial<WaveArgs> = {}): readonly string[] {
    return verdict(day, change).reasons;
}

function verdict(day: string, change: Partial<WaveArgs> = {}): ReturnType<typeof judgeWaves> {
    return judgeWaves({
        stack: "production",
        wave: 2,
        soak: "14d",
        part: "control-plane",
        from: "1.31.0",
        to: "1.31.1",
        fleet,
        at: dayStart(day) ?? 0,
        mends: [],
        ...change,
    });
}

const soakOfStaging =
    "staging (wave 1) runs 1.31.1 since 2026-10-08, and the soak of 14d is over on 2026-10-22";

const cases: readonly (readonly [
    what: string,
    day: string,
    change: Partial<WaveArgs>,
    reasons: readonly string[],
])[] = [
    ["holds a step until the soak is over", "2026-10-21", {}, [soakOfStaging]],
    ["lets it pass on the day it is over", "2026-10-22", {}, []],
    [
        "names every stack, earliest wave first",
        "2026-10-09",
        {},
        [
            "dev (wave 0) runs 1.31.1 since 2026-10-01, and the soak of 14d is over on 2026-10-15",
            soakOfStaging,
        ],
    ],
    [
        "looks at the proxies when the proxies move",
        "2026-11-30",
        { part: "proxies" },
        ["staging (wave 1) runs the proxies 1.31.0, and wave 2 follows it"],
    ],
    [
        "wants the earlier waves to run the version at all",
        "2026-11-30",
        { to: "1.31.2" },
        [
            "dev (wave 0) runs the control plane 1.31.1, and wave 2 follows it",
            "staging (wave 1) runs the control plane 1.31.1, and wave 2 follows it",
        ],
    ],
    [
        "does not take a newer version for having run the one before it",
        "2026-10-22",
        { from: "1.30.4", to: "1.30.5" },
        [
            "dev (wave 0) runs the control plane 1.31.1 and has not run 1.30.5, and wave 2 follows it",
            "staging (wave 1) runs the control plane 1.31.1 and has not run 1.30.5, and wave 2 follows it",
        ],
    ],
    [
        "asks for the target of a way, not for a stop on it",
        "2026-10-22",
        { from: "1.29.8", to: "1.30.5", target: "1.31.1" },
        [],
    ],
    [
        "holds a stop until its target is soaked",
        "2026-10-21",
        { from: "1.29.8", to: "1.30.5", target: "1.31.1" },
        [soakOfStaging],
    ],
    [
        "lets an emergency pass whoever has gone past the version",
        "2026-10-22",
        { from: "1.30.4", to: "1.30.5", mends: ["X-1"] },
        [],
    ],
    [
        "waits for no stack that cannot follow, up to the day that was named",
        "2026-12-31",
        {
            fleet: [
                {
                    ...member("old", 0, pin("1.29.8", "2026-01-01")),
                    cannotFollow: { reason: "Kubernetes 1.31", expires: "2026-12-31" },
                },
            ],
        },
        [],
    ],
    [
        "waits for it again after that day",
        "2027-01-01",
        {
            fleet: [
                {
                    ...member("old", 0, pin("1.29.8", "2026-01-01")),
                    cannotFollow: { reason: "Kubernetes 1.31", expires: "2026-12-31" },
                },
            ],
        },
        [
            "old (wave 0) runs the control plane 1.29.8, and wave 2 follows it (that it cannot follow was accepted until 2026-12-31)",
        ],
    ],
    [
        "names a few of many stacks, and counts the rest",
        "2026-10-22",
        {
            fleet: Array.from({ length: 1000 }, (_, index) =>
                member(`s${1000 + index}`, 0, pin("1.31.0", "2026-09-01")),
            ),
        },
        [
            "s1000 (wave 0) runs the control plane 1.31.0, and wave 2 follows it",
            "s1001 (wave 0) runs the control plane 1.31.0, and wave 2 follows it",
            "s1002 (wave 0) runs the control plane 1.31.0, and wave 2 follows it",
            "997 more stacks of earlier waves hold it too",
        ],
    ],
    ["asks nobody in the first wave", "2026-10-01", { stack: "dev", wave: 0 }, []],
    ["asks no stack of its own wave", "2026-10-15", { stack: "staging", wave: 1 }, []],
    ["holds no step back", "2026-10-09", { from: "1.31.1", to: "1.31.0" }, []],
    [
        "counts a soak in hours",
        "2026-10-09",
        { soak: "36h" },
        ["staging (wave 1) runs 1.31.1 since 2026-10-08, and the soak of 36h is over on 2026-10-10"],
    ],
    ["waits for nothing with a soak of nothing", "2026-10-08", { soak: "0d" }, []],
    [
        "lets no stack pass for one nobody knows anything of",
        "2026-11-30",
        { fleet: [dev, { stack: "staging", wave: 1 }] },
        ["staging (wave 1) has no lock that says what runs there, and wave 2 follows it"],
    ],
    [
        "wants the earlier waves first even when a fault is mended",
        "2026-11-30",
        { to: "1.31.2", mends: ["X-1"], fleet: [dev] },
        ["dev (wave 0) runs the control plane 1.31.1, and wave 2 follows it"],
    ],
];

describe("judgeWaves", () => {
    for (const [what, day, change, expected] of cases) {
        it(what, () => {
            assert.deepEqual(reasons(day, change), expected);
        });
    }

    it("lifts the soak for a release that mends a fault, and says so", () => {
        assert.deepEqual(verdict("2026-10-09", { mends: ["ISTIO-SECURITY-2026-006"] }), {
            reasons: [],
            warnings: [
                "the soak of 14d in dev, staging is lifted: 1.31.0 has ISTIO-SECURITY-2026-006, 1.31.1 has not",
            ],
        });
    });

    for (const [what, expeditedSoak, day, reasons, how] of [
        ["shortens it to the expedited soak", "3d", "2026-10-11", [], "shortened to 3d"],
        [
            "waits for the expedited soak",
            "3d",
            "2026-10-10",
            ["staging (wave 1) runs 1.31.1 since 2026-10-08, and the soak of 3d is over on 2026-10-11"],
        ],
        [
            "never waits longer than the soak",
            "90d",
            "2026-10-14",
            [
                "dev (wave 0) runs 1.31.1 since 2026-10-01, and the soak of 14d is over on 2026-10-15",
                soakOfStaging,
            ],
        ],
    ] as const)
        it(`${what}, for a release that mends a fault`, () => {
            const found = verdict(day, { mends: ["X-1"], expeditedSoak });
            assert.deepEqual(found.reasons, reasons);
            if (how !== undefined)
                assert.deepEqual(found.warnings, [
                    `the soak of 14d in dev, staging is ${how}: 1.31.0 has X-1, 1.31.1 has not`,
                ]);
        });

    it("waits in vain for nobody who has left the minor, with an expedited soak as without", () => {
        const ahead = fleet.map((member) => ({ ...member, lock: exampleLock("1.31.1") }));
        const behind = { from: "1.30.4", to: "1.30.5", fleet: ahead, mends: ["X-1"] };
        for (const expeditedSoak of ["0d", "6h"])
            assert.deepEqual(verdict("2026-10-02", { ...behind, expeditedSoak }).reasons, []);
        assert.notDeepEqual(verdict("2026-10-02", { ...behind, mends: [] }).reasons, []);
    });

    it("asks an expedited soak of nobody else", () => {
        assert.deepEqual(verdict("2026-10-21", { expeditedSoak: "1d" }).reasons, [soakOfStaging]);
    });

    it("says nothing of a soak that is over", () => {
        assert.deepEqual(verdict("2026-11-30", { mends: ["X-1"] }), { reasons: [], warnings: [] });
    });

    it("does not reorder the fleet it is given", () => {
        reasons("2026-10-09");

        assert.deepEqual(fleet, [production, staging, dev]);
    });
});

describe("judgeWaves, where settings require evidence", () => {
    const asked = { ...dev, evidence: "required" as const };
    const lock = asked.lock ?? exampleLock();
    const at = momentOf("2026-10-05");
    const judge = (
        seen: readonly Evidence[],
        change: Partial<WaveArgs> = {},
    ): ReturnType<typeof judgeWaves> =>
        verdict("2026-10-05", {
            wave: 1,
            soak: "3d",
            fleet: [asked],
            evidence: { seen: new Map(seen.map((one) => [one.stack, one])), at },
            ...change,
        });

    it("counts the time a version was seen to run, and no day of the lock", () => {
        assert.deepEqual(judge([seenWhole(lock)]).reasons, []);
        assert.deepEqual(judge([]).reasons, [
            "wave 1 follows dev (wave 0), and nothing was seen of dev yet: run npm run -s windlass -- status --stack dev --record",
        ]);
        // By the lock it would be over.
        assert.deepEqual(judge([], { fleet: [dev] }).reasons, []);
    });

    it("gives each book its own answer about the same fleet", () => {
        const fleet = [asked];
        assert.equal(judge([], { fleet }).reasons.length, 1);
        assert.equal(judge([seenWhole(lock)], { fleet }).reasons.length, 0);
    });

    it("lifts for a fault that is mended what is not known, but never what fails at that very version", () => {
        const hurried = judge([], { mends: ["X-1"] });
        assert.deepEqual([hurried.reasons, hurried.warnings.length], [[], 1]);
        assert.match(judge([seenFailed(lock)], { mends: ["X-1"] }).reasons.join(), /shop\/Canary\/backend/);
    });

    it("wants to have seen an expedited soak, where there is one", () => {
        const mends = { mends: ["X-1"], soak: "90d", expeditedSoak: "2d" };
        assert.match(judge([], mends).reasons.join(), /nothing was seen of dev yet/);
        const { reasons, warnings } = judge([seenWhole(lock)], mends);
        assert.deepEqual([reasons, warnings.length], [[], 1]);
    });

    it("lets a stack that cannot follow hold nobody, as ever", () => {
        const cannotFollow = { reason: "Kubernetes", expires: "2026-12-31" };
        assert.deepEqual(judge([], { fleet: [{ ...asked, cannotFollow }] }).reasons, []);
    });

    it("asks of Flux and Flagger the days, for nobody looks at their versions", () => {
        const tool = { part: "flux", from: "2.9.3", to: "2.9.4" } as const;
        assert.deepEqual(judge([], { ...tool, at: dayStart("2026-12-01") }).reasons, []);
    });
});
