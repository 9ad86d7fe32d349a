import assert from "node:assert/strict";
import type { Forge } from "../../../../adapters/forge/forge";
import { github } from "../../../../adapters/forge/github/adapter";
import { faultServer } from "../../../support/http-server";

const REPO = { full_name: "example/mesh" };
const SHA = "a".repeat(40);
const pull = (number: number, ref: string): object => ({
    number,
    state: "open",
    head: { ref, sha: SHA, repo: REPO },
    base: { repo: REPO },
});
const status = (context: string, state: string, login: string): object => ({
    context,
    state,
    creator: { login },
    updated_at: "2026-10-03T09:00:00Z",
});

describe("GitHubForge", () => {
    const server = faultServer();
    let forge: Forge & { close(): Promise<void> };
    const env = (): Record<string, string> => ({
        GITHUB_TOKEN: "t0k",
        GITHUB_REPOSITORY: "example/mesh",
        GITHUB_API_URL: server.url,
    });
    beforeEach(() => (forge = github.open({ env: env(), firstWait: 1 })));
    afterEach(() => forge.close());
    const answer = (path: string, body: unknown): void =>
        server.on(`/repos/example/mesh/${path}`, { body: JSON.stringify(body) });
    /** `[method, path below the repository, body]` of each request. */
    const asked = (): readonly unknown[] =>
        server.requests.map(({ method, path, body }) => [
            method,
            path.replace("/repos/example/mesh/", ""),
            body === "" ? undefined : (JSON.parse(body) as unknown),
        ]);

    it("asks for the pull requests of a branch, and believes no others", async () => {
        answer("pulls", [pull(9, "x"), null, pull(8, "main"), pull(7, "x")]);

        const numbers: number[] = [];
        for await (const { number } of forge.pulls({ state: "all", branch: "x", base: "main" }))
            numbers.push(number);

        assert.deepEqual(numbers, [9, 7]);
        assert.equal(
            server.paths[0],
            "/repos/example/mesh/pulls?state=all&sort=created&direction=desc&head=example%3Ax&base=main&per_page=100&page=1",
        );
    });

    it("opens, edits and closes a pull request", async () => {
        answer("pulls", pull(9, "x"));
        answer("pulls/9", {});

        assert.equal(await forge.openPull({ title: "t", body: "b", branch: "x", base: "main" }), 9);
        await forge.editPull(9, { title: "u", body: "c" });
        await forge.closePull(9);

        assert.deepEqual(asked(), [
            ["POST", "pulls", { title: "t", body: "b", head: "x", base: "main" }],
            ["PATCH", "pulls/9", { title: "u", body: "c" }],
            ["PATCH", "pulls/9", { state: "closed" }],
        ]);
    });

    it("has a pull request merge by itself, as one commit and at the commit that was decided about", async () => {
        answer("pulls/9", { node_id: "PR_x" });
        server.on("/graphql", { body: '{"data": {}}' });

        assert.equal(
            await forge.mergeWhenGreen({ number: 9, sha: SHA, headline: "t", text: "by" }),
            undefined,
        );
        await forge.stopMerge(9);

        const inputs = server.requests
            .filter(({ path }) => path === "/graphql")
            .map(({ body }) => JSON.parse(body) as { query: string; variables: { input: object } });
        assert.deepEqual(
            inputs.map(({ query, variables }) => [/\w+(?=\(input)/.exec(query)?.[0], variables.input]),
            [
                [
                    "enablePullRequestAutoMerge",
                    {
                        pullRequestId: "PR_x",
                        expectedHeadOid: SHA,
                        mergeMethod: "SQUASH",
                        commitHeadline: "t",
                        commitBody: "by",
                    },
                ],
                ["disablePullRequestAutoMerge", { pullRequestId: "PR_x" }],
            ],
        );
    });

    it("says in GitHub's words why it does not", async () => {
        answer("pulls/9", { node_id: "PR_x" });
        server.on("/graphql", {
            body: '{"errors": [{"message": "Pull request Auto merge is not allowed for this repository"}]}',
        });
        const request = { number: 9, sha: SHA, headline: "t", text: "by" };

        assert.equal(
            await forge.mergeWhenGreen(request),
            'GitHub says "Pull request Auto merge is not allowed for this repository"',
        );
    });

    for (const [closer, by] of [
        [{ type: "Bot" }, "program"],
        [{ type: "User" }, "person"],
        [null, undefined],
    ] as const) {
        it(`knows that ${JSON.stringify(closer)} closed it: ${by}`, async () => {
            answer("issues/9", { closed_by: closer });

            assert.equal(await forge.closedBy(9), by);
        });
    }

    it("reads and writes comments", async () => {
        answer("issues/9/comments", [{ id: 3, user: { login: "a" }, body: "x" }, null]);
        answer("issues/comments/3", {});

        const [comment] = await forge.comments(9);
        assert.ok(comment);
        await forge.editComment(comment, "y");
        await forge.addComment(9, "z");

        assert.deepEqual(asked().slice(1), [
            ["PATCH", "issues/comments/3", { body: "y" }],
            ["POST", "issues/9/comments", { body: "z" }],
        ]);
    });

    it("starts a workflow on a branch", async () => {
        answer("actions/workflows/ci.yaml/dispatches", "");

        await forge.startWorkflow("ci.yaml", "x");

        assert.deepEqual(asked(), [["POST", "actions/workflows/ci.yaml/dispatches", { ref: "x" }]]);
    });

    it("reads the newest status of each name, with who set it", async () => {
        answer(`commits/${SHA}/statuses`, [
            status("a", "success", "flux[bot]"),
            null,
            status("b", "pending", "x"),
            status("a", "failure", "x"),
        ]);

        const found = await forge.commitStatuses(SHA);

        assert.deepEqual(
            found.map(({ name, state, author }) => [name, state, author]),
            [
                ["a", "success", "flux[bot]"],
                ["b", "pending", "x"],
            ],
        );
    });

    it("asks for the statuses of no path that a commit's id is not", async () => {
        await assert.rejects(forge.commitStatuses("../../pulls"), { name: "WindlassError" });
        assert.deepEqual(server.paths, []);
    });

    it("pushes as the bot, with the token in a header alone", () => {
        const { server: address, authorization, author } = forge.git;

        assert.equal(address.href, "https://github.com/");
        assert.equal(Buffer.from(authorization.slice(6), "base64").toString(), "x-access-token:t0k");
        assert.deepEqual(author, {
            name: "github-actions[bot]",
            email: "41898282+github-actions[bot]@users.noreply.github.com",
        });
    });

    it("is started for no pull request where there is no event", () => {
        assert.throws(() => forge.requirePull(), /GITHUB_EVENT_PATH: The event is no pull request's/);
    });
});
