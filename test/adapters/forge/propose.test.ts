import assert from "node:assert/strict";
import type { ApiCall } from "../../../adapters/forge/github-source";
import {
    type Proposal,
    type ProposalOutcome,
    type ProposeArgs,
    propose,
} from "../../../adapters/forge/propose";

const REPO = { full_name: "example/mesh" };
const BOT = "github-actions[bot]";
const BRANCH = "windlass/dev/flux-2.9.4";

function pull(number: number, more: object = {}): object {
    return {
        number,
        state: "open",
        user: { login: BOT },
        head: { ref: BRANCH, sha: "new", repo: REPO },
        base: { repo: REPO },
        ...more,
    };
}

interface World {
    readonly commit?: string;
    readonly head?: string;
    readonly ours?: boolean;
    readonly pulls?: readonly object[];
    readonly others?: readonly object[];
    readonly isDefaultToken?: boolean;
    readonly isLasting?: boolean;
}

async function run(world: World): Promise<{ result: ProposalOutcome; did: string[] }> {
    const did: string[] = [];
    const call = ({ method, path, body }: ApiCall): Promise<unknown> => {
        did.push(`${method} ${path.join("/")}${body?.["state"] === "closed" ? " closed" : ""}`);
        return Promise.resolve(method === "POST" && path[0] === "pulls" ? pull(9) : undefined);
    };
    const args: ProposeArgs = {
        git: {
            commit: () => Promise.resolve("commit" in world ? world.commit : "new"),
            remoteHead: () => Promise.resolve(world.head),
            isOurs: () => Promise.resolve(world.ours ?? true),
            push: ({ commit, branch, expected }) => {
                did.push(`push ${commit} ${branch} over ${expected ?? "nothing"}`);
                return Promise.resolve();
            },
        },
        api: {
            call,
            list: (_, query) => Promise.resolve((query?.["head"] ? world.pulls : world.others) ?? []),
        },
        context: { owner: "example", author: BOT, isDefaultToken: world.isDefaultToken ?? true },
        base: "main",
        parent: "p",
        dispatch: "ci.yaml",
    };
    const body = (commit: string): Promise<string> => Promise.resolve(`body of ${commit}`);
    const { isLasting } = world;
    const proposal: Proposal = {
        title: "t",
        branch: BRANCH,
        family: "windlass/dev/flux-",
        files: [],
        isLasting,
        body,
    };
    return { result: await propose(args, proposal), did };
}

const PUSH = `push new ${BRANCH} over nothing`;
const DISPATCH = "POST actions/workflows/ci.yaml/dispatches";

/** `[what is found, outcome, number, what is done]` */
const cases: readonly (readonly [string, World, string, number | undefined, readonly string[]])[] = [
    ["there is nothing yet", {}, "opened", 9, [PUSH, DISPATCH, "POST pulls"]],
    ["an App opens it", { isDefaultToken: false }, "opened", 9, [PUSH, "POST pulls"]],
    ["nothing changes", { commit: undefined }, "nothing", undefined, []],
    ["all is done", { head: "new", pulls: [pull(7)] }, "unchanged", 7, []],
    ["a run died after its push", { head: "new" }, "opened", 9, ["POST pulls"]],
    [
        "it is older",
        { head: "old", pulls: [pull(7)] },
        "updated",
        7,
        [`push new ${BRANCH} over old`, DISPATCH, "PATCH pulls/7"],
    ],
    ["a person has committed to it", { head: "old", ours: false, pulls: [pull(7)] }, "edited", 7, []],
    ["a person has closed it", { pulls: [pull(7, { state: "closed", merged_at: null })] }, "declined", 7, []],
    [
        "it was merged and taken back",
        { pulls: [pull(7, { state: "closed", merged_at: "2026-10-01T00:00:00Z" })] },
        "opened",
        9,
        [PUSH, DISPATCH, "POST pulls"],
    ],
    [
        "a person has closed other changes of a lasting branch",
        {
            isLasting: true,
            pulls: [pull(7, { state: "closed", head: { ref: BRANCH, sha: "x", repo: REPO } })],
        },
        "opened",
        9,
        [PUSH, DISPATCH, "POST pulls"],
    ],
    [
        "a person has closed these very changes",
        { isLasting: true, pulls: [pull(7, { state: "closed" })] },
        "declined",
        7,
        [],
    ],
    [
        "the server answers more than was asked",
        { pulls: [pull(7, { head: { ref: "main" } }), null as never] },
        "opened",
        9,
        [PUSH, DISPATCH, "POST pulls"],
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

    it("closes what it takes the place of, and nothing else", async () => {
        const at = (ref: string, more: object = {}): object => ({ head: { ref, repo: REPO }, ...more });
        const others = [
            pull(1, at("windlass/dev/flux-2.9.3")),
            pull(2, at("windlass/dev/flux-operator-0.58.1")),
            pull(3, at("windlass/production/flux-2.9.3")),
            pull(4, at("windlass/dev/flux-2.9.3", { user: { login: "person" } })),
            pull(5, { head: { ref: "windlass/dev/flux-2.9.3", repo: { full_name: "stranger/mesh" } } }),
            pull(7),
        ];

        const { result, did } = await run({ head: "new", pulls: [pull(7)], others });
        assert.deepEqual(result.superseded, [1]);
        assert.deepEqual(did, ["POST issues/1/comments", "PATCH pulls/1 closed"]);
    });
});
