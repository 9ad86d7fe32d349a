import assert from "node:assert/strict";

import { type LockCommit, type PinnedVersions, takenBack } from "../../../lifecycle/holds/taken-back";

const TOOLS = { flux: "2.9.4", "flux-operator": "0.58.1", flagger: "1.44.0" };

function pins(
    controlPlane: string,
    proxies = controlPlane,
    tools: Partial<PinnedVersions> = {},
): PinnedVersions {
    return { "control-plane": controlPlane, proxies, ...TOOLS, ...tools };
}

/** One commit for each: what dev pins, or what happens to stacks. */
function history(
    ...steps: readonly (PinnedVersions | "deleted" | "unreadable" | LockCommit["events"])[]
): LockCommit[] {
    return steps.map((step, index) => ({
        commit: String(index).padStart(40, "0"),
        time: Date.UTC(2026, 9, 1 + index),
        events: Array.isArray(step)
            ? (step as LockCommit["events"])
            : [{ stack: "dev", versions: step as PinnedVersions }],
    }));
}

/** `stack part version commit` */
function found(commits: readonly LockCommit[]): readonly string[] {
    return takenBack(commits).map(
        ({ stack, part, version, of }) => `${stack} ${part} ${version} ${Number(of)}`,
    );
}

/** Commits whose proxies come so far to 1.31.1 in cohorts, on the scale of places; undefined: none is on its way. */
function cohortHistory(...places: readonly (number | undefined)[]): LockCommit[] {
    return history(
        ...places.map((place) => [
            {
                stack: "dev",
                versions: pins("1.31.1", "1.31.0"),
                cohorts: place === undefined ? undefined : { version: "1.31.1", place },
            },
        ]),
    );
}

const cases: readonly (readonly [what: string, commits: readonly LockCommit[], holds: readonly string[]])[] =
    [
        ["no cohorts that only go on", cohortHistory(undefined, 100, 150, 200), []],
        ["no cohorts that the pin follows", [...cohortHistory(100, 200), ...history(pins("1.31.1"))], []],
        [
            "what cohorts went back from, once, however many commits that took",
            cohortHistory(undefined, 100, 150, 200, 150, 100, undefined),
            ["dev proxies 1.31.1 4"],
        ],
        [
            "what the first cohort went back from",
            cohortHistory(undefined, 100, undefined),
            ["dev proxies 1.31.1 2"],
        ],
        [
            "once more what cohorts moved to again and went back from again",
            cohortHistory(undefined, 100, undefined, 100, 150, 100),
            ["dev proxies 1.31.1 2", "dev proxies 1.31.1 5"],
        ],
        ["nothing that only moved up", history(pins("1.30.5"), pins("1.31.1", "1.30.5"), pins("1.31.1")), []],
        [
            "step by step what went back step by step",
            history(
                pins("1.31.0"),
                pins("1.31.1", "1.31.0"),
                pins("1.31.1"),
                pins("1.31.1", "1.31.0"),
                pins("1.31.0"),
            ),
            ["dev proxies 1.31.1 3", "dev control-plane 1.31.1 4"],
        ],
        [
            "both parts of what went back in one commit",
            history(pins("1.31.0"), pins("1.31.1", "1.31.0"), pins("1.31.1"), pins("1.31.0")),
            ["dev control-plane 1.31.1 3", "dev proxies 1.31.1 3"],
        ],
        [
            "the last release of a way of two minors, where only its steps went back",
            history(
                pins("1.29.8"),
                pins("1.30.5", "1.29.8"),
                pins("1.30.5"),
                pins("1.31.1", "1.30.5"),
                pins("1.31.1"),
                pins("1.31.1", "1.30.5"),
                pins("1.30.5"),
            ),
            ["dev proxies 1.31.1 5", "dev control-plane 1.31.1 6"],
        ],
        [
            "every release of a way that went back whole",
            history(pins("1.29.8"), pins("1.30.5"), pins("1.31.1"), pins("1.29.8")),
            [
                "dev control-plane 1.30.5 3",
                "dev control-plane 1.31.1 3",
                "dev proxies 1.30.5 3",
                "dev proxies 1.31.1 3",
            ],
        ],
        [
            "once more what was pinned again and went back again",
            history(
                pins("1.31.0"),
                pins("1.31.1", "1.31.0"),
                pins("1.31.0"),
                pins("1.31.1", "1.31.0"),
                pins("1.31.0"),
            ),
            ["dev control-plane 1.31.1 2", "dev control-plane 1.31.1 4"],
        ],
        [
            "nothing of a move to a version that never ran: that is a decision for it",
            history(pins("1.31.1"), pins("1.30.5")),
            [],
        ],
        [
            "what went back after such a move",
            history(pins("1.31.1"), pins("1.30.4"), pins("1.30.5"), pins("1.30.4")),
            ["dev control-plane 1.30.5 3", "dev proxies 1.30.5 3"],
        ],
        [
            "tools by the same rule",
            history(
                pins("1.31.1"),
                pins("1.31.1", "1.31.1", { flux: "2.10.0", flagger: "1.45.0" }),
                pins("1.31.1"),
            ),
            ["dev flux 2.10.0 2", "dev flagger 1.45.0 2"],
        ],
        [
            "nothing more because of a torn lock in between",
            history(pins("1.31.0"), pins("1.31.1"), "unreadable", pins("1.31.0")),
            ["dev control-plane 1.31.1 3", "dev proxies 1.31.1 3"],
        ],
        [
            "nothing of a lock that begins anew",
            history(pins("1.31.0"), pins("1.31.1"), "deleted", pins("1.31.0")),
            [],
        ],
        [
            "under its new name what a renamed stack took back, before and after",
            history(
                pins("1.31.0"),
                pins("1.31.1"),
                pins("1.31.0"),
                [{ stack: "qa", from: "dev", versions: pins("1.31.0") }],
                [{ stack: "qa", versions: pins("1.31.2") }],
                [{ stack: "qa", versions: pins("1.31.0") }],
            ),
            [
                "qa control-plane 1.31.1 2",
                "qa proxies 1.31.1 2",
                "qa control-plane 1.31.2 5",
                "qa proxies 1.31.2 5",
            ],
        ],
        [
            "what two stacks that swap their names took back",
            history(
                [
                    { stack: "a", versions: pins("1.31.0") },
                    { stack: "b", versions: pins("1.30.5") },
                ],
                [{ stack: "a", versions: pins("1.31.1") }],
                [
                    { stack: "b", from: "a", versions: pins("1.31.1") },
                    { stack: "a", from: "b", versions: pins("1.30.5") },
                ],
                [{ stack: "b", versions: pins("1.31.0") }],
            ),
            ["b control-plane 1.31.1 3", "b proxies 1.31.1 3"],
        ],
        [
            "pre-releases in their order",
            history(pins("1.31.0-rc.1"), pins("1.31.0-rc.10"), pins("1.31.0-rc.1")),
            ["dev control-plane 1.31.0-rc.10 2", "dev proxies 1.31.0-rc.10 2"],
        ],
    ];

describe("takenBack", () => {
    for (const [what, commits, holds] of cases) {
        it(`finds ${what}`, () => {
            assert.deepEqual(found(commits), holds);
        });
    }

    it("says which stack, when, by which commit and what", () => {
        const [hold] = takenBack(
            history(pins("1.31.0"), pins("1.31.0", "1.31.0", { flux: "2.10.0" }), pins("1.31.0")),
        );

        assert.equal(hold?.reason, "taken back in dev on 2026-10-03 by commit 000000000000");
        assert.equal(hold?.since, "2026-10-03");
    });

    it("takes a hundred stacks with long histories in its stride", () => {
        const commits = Array.from({ length: 20_000 }, (_, index): LockCommit => ({
            commit: String(index).padStart(40, "0"),
            time: 0,
            events: [{ stack: `s${index % 100}`, versions: pins(`1.${Math.floor(index / 100)}.0`) }],
        }));
        const before = performance.now();
        takenBack(commits);

        assert.ok(performance.now() - before < 2000);
    });
});
