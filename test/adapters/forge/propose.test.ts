import assert from "node:assert/strict";
import type { Pull } from "../../../adapters/forge/forge";
import {
    type Proposal,
    type ProposalOutcome,
    type ProposeArgs,
    propose,
} from "../../../adapters/forge/propose";
import { FakeForge } from "../../support/fake-forge";

const BRANCH = "windlass/dev/flux-2.9.4";

function pull(number: number, more: Partial<Pull> = {}): Pull {
    return { number, state: "open", branch: BRANCH, sha: "new", author: "bot", isFork: false, ...more };
}

interface World {
    readonly commit?: string;
    readonly head?: string;
    readonly ours?: boolean;
    readonly pulls?: readonly Pull[];
    readonly isDefaultToken?: boolean;
    readonly isLasting?: boolean;
    readonly lifted?: readonly number[];
    /** Whether it is to merge by itself, and what the forge says to that. */
    readonly merges?: boolean;
    readonly refusal?: string;
}

async function run(world: World): Promise<{ result: ProposalOutcome; did: readonly string[] }> {
    const { isDefaultToken = true, lifted = [], merges = false, pulls, refusal } = world;
    const forge = new FakeForge({ pulls, refusal, context: { isDefaultToken } });
    const args: ProposeArgs = {
        git: {
            commit: ({ message }) => {
                messages.push(message);
                return Promise.resolve("commit" in world ? world.commit : "new");
            },
            remoteHead: () => Promise.resolve(world.head),
            isOurs: () => Promise.resolve(world.ours ?? true),
            push: ({ commit, branch, expected }) => {
                forge.did.push(`push ${commit} ${branch} over ${expected ?? "nothing"}`);
                return Promise.resolve();
            },
        },
        forge,
        base: "main",
        parent: "p",
        lifted: new Set(lifted),
        dispatch: "ci.yaml",
    };
    const body = (commit: string): Promise<string> => Promise.resolve(`body of ${commit}`);
    const { isLasting } = world;
    const proposal: Proposal = {
        title: "t",
        branch: BRANCH,
        family: "windlass/dev/flux-",
        files: [],
        decision: { merges, why: merges ? "policy is patch" : "a person merges it: policy is none" },
        isLasting,
        body,
    };
    return { result: await propose(args, proposal), did: forge.did };
}

/** Of the commits that were made. */
const messages: string[] = [];

const MERGE = "merge 9 at new when green";
const PUSH = `push new ${BRANCH} over nothing`;
const DISPATCH = `start ci.yaml on ${BRANCH}`;
const OPEN = `open ${BRANCH} to main`;

/** `[what is found, outcome, number, what is done]` */
const cases: readonly (readonly [string, World, string, number | undefined, readonly string[]])[] = [
    ["there is nothing yet", {}, "opened", 9, [PUSH, DISPATCH, OPEN]],
    ["an App opens it", { isDefaultToken: false }, "opened", 9, [PUSH, OPEN]],
    ["nothing changes", { commit: undefined }, "nothing", undefined, []],
    ["all is done", { head: "new", pulls: [pull(7)] }, "unchanged", 7, []],
    ["a run died after its push", { head: "new" }, "opened", 9, [OPEN]],
    [
        "it is older",
        { head: "old", pulls: [pull(7)] },
        "updated",
        7,
        [`push new ${BRANCH} over old`, DISPATCH, "edit 7: t"],
    ],
    ["a person has committed to it", { head: "old", ours: false, pulls: [pull(7)] }, "edited", 7, []],
    ["a person has closed it", { pulls: [pull(7, { state: "closed" })] }, "declined", 7, []],
    [
        "it was merged and taken back",
        { pulls: [pull(7, { state: "merged" })] },
        "opened",
        9,
        [PUSH, DISPATCH, OPEN],
    ],
    [
        "a person has closed other changes of a lasting branch",
        {
            isLasting: true,
            pulls: [pull(7, { state: "closed", sha: "x" })],
        },
        "opened",
        9,
        [PUSH, DISPATCH, OPEN],
    ],
    [
        "a person has closed these very changes",
        { isLasting: true, pulls: [pull(7, { state: "closed" })] },
        "declined",
        7,
        [],
    ],
    [
        "a person has lifted what was closed",
        { pulls: [pull(7, { state: "closed" })], lifted: [7] },
        "opened",
        9,
        [PUSH, DISPATCH, OPEN],
    ],
    [
        "an older one is open, and a newer one was closed",
        { head: "new", pulls: [pull(8, { state: "closed" }), pull(7)] },
        "unchanged",
        7,
        [],
    ],
];

describe("propose", () => {
    for (const [what, world, outcome, number, done] of cases) {
        it(`${outcome}: where ${what}`, async () => {
            const { result, did } = await run(world);

            assert.deepEqual([result.outcome, result.number], [outcome, number]);
            assert.deepEqual(did, done);
        });
    }

    const unattended: readonly (readonly [
        what: string,
        world: World,
        merges: boolean | undefined,
        refused: string | undefined,
        did: readonly string[],
    ])[] = [
        ["has the forge merge what it opens", {}, true, undefined, [PUSH, OPEN, MERGE]],
        [
            "and what it brings up to date",
            { head: "old", pulls: [pull(7)] },
            true,
            undefined,
            [`push new ${BRANCH} over old`, "edit 7: t", "merge 7 at new when green"],
        ],
        [
            "and what a run left that died before it did",
            { head: "new", pulls: [pull(7)] },
            true,
            undefined,
            ["merge 7 at new when green"],
        ],
        ["asks only once", { head: "new", pulls: [pull(7, { mergedFor: "bot" })] }, true, undefined, []],
        [
            "says what the forge refuses, and leaves it to a person",
            { refusal: "GitHub says: not allowed" },
            undefined,
            "GitHub says: not allowed",
            [PUSH, OPEN, MERGE],
        ],
        [
            "merges nothing with a token whose merges start no workflow",
            { isDefaultToken: true },
            undefined,
            "what the workflow's own token merges starts no workflow: use an App's",
            [PUSH, DISPATCH, OPEN],
        ],
        [
            "leaves to a person what no policy merges any more",
            { merges: false, head: "new", pulls: [pull(7, { mergedFor: "bot" })] },
            undefined,
            undefined,
            ["leave 7 to a person"],
        ],
        [
            "leaves alone what a person has set to merge",
            { merges: false, head: "new", pulls: [pull(7, { mergedFor: "alice" })] },
            undefined,
            undefined,
            [],
        ],
        [
            "leaves to a person what somebody else has committed to",
            { head: "old", ours: false, pulls: [pull(7, { mergedFor: "bot" })] },
            undefined,
            undefined,
            ["leave 7 to a person"],
        ],
        [
            "opens nothing again that a person has closed",
            { pulls: [pull(7, { state: "closed" })] },
            undefined,
            undefined,
            [],
        ],
    ];
    for (const [what, world, merges, refused, done] of unattended)
        it(`unattended, ${what}`, async () => {
            const { result, did } = await run({ isDefaultToken: false, merges: true, ...world });

            assert.deepEqual([result.merges, result.refused], [merges, refused]);
            assert.deepEqual(did, done);
        });

    it("writes into the commit who or what decided", async () => {
        for (const [merges, by] of [
            [true, "policy is patch"],
            [false, "a person"],
        ] as const) {
            await run({ merges });
            assert.equal(messages.at(-1), `t\n\nProposed by windlass.\n\nWindlass-Decided-By: ${by}`);
        }
    });

    it("closes what it takes the place of, and nothing else", async () => {
        const pulls = [
            pull(1, { branch: "windlass/dev/flux-2.9.3" }),
            pull(2, { branch: "windlass/dev/flux-operator-0.58.1" }),
            pull(3, { branch: "windlass/production/flux-2.9.3" }),
            pull(4, { branch: "windlass/dev/flux-2.9.3", author: "person" }),
            pull(5, { branch: "windlass/dev/flux-2.9.3", isFork: true }),
            pull(6, { branch: "windlass/dev/flux-2.9.2", state: "closed" }),
            pull(7),
        ];

        const { result, did } = await run({ head: "new", pulls });
        assert.deepEqual(result.superseded, [1]);
        assert.deepEqual(did, ["comment on 1: #7 takes its place.", "close 1"]);
    });
});
