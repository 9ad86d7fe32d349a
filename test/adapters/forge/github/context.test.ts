import assert from "node:assert/strict";
import { WindlassError } from "../../../../lifecycle/kit/errors";
import { gitHubContext, requirePullEvent } from "../../../../adapters/forge/github/context";

const ENV = { GITHUB_REPOSITORY: "example/mesh", GITHUB_TOKEN: "ghs_secret", GITHUB_REF: "refs/heads/main" };
const REPO = { full_name: "example/mesh" };
const SHA = "a".repeat(40);

function event(head: object, more: object = {}): object {
    return {
        pull_request: {
            number: 7,
            head: { ref: "x", sha: SHA, repo: REPO, ...head },
            base: { repo: REPO },
            ...more,
        },
    };
}

/** `[variables, message]` */
const refused: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ GITHUB_REPOSITORY: "" }, /^GITHUB_REPOSITORY: is needed to talk to GitHub/],
    [{ GITHUB_TOKEN: "" }, /^GITHUB_TOKEN: is needed/],
    [{ GITHUB_TOKEN: "a\nb" }, /^GITHUB_TOKEN: is no token\.$/],
    [{ GITHUB_REPOSITORY: "example/.." }, /must be OWNER\/NAME/],
    [{ GITHUB_REPOSITORY: "example/mesh/../x" }, /must be OWNER\/NAME/],
    [{ GITHUB_API_URL: "http://evil.test" }, /^GITHUB_API_URL: .*must be https/],
    [{ WINDLASS_APP_SLUG: "a b" }, /^WINDLASS_APP_SLUG: .*must be the slug/],
];

describe("gitHubContext", () => {
    it("knows where it runs and as whom", () => {
        const { api, server, ...rest } = gitHubContext(ENV, {});

        assert.deepEqual([api.href, server.href], ["https://api.github.com/", "https://github.com/"]);
        assert.deepEqual(rest, {
            owner: "example",
            repository: "mesh",
            token: "ghs_secret",
            author: "github-actions[bot]",
            isDefaultToken: true,
            branch: "main",
            pull: undefined,
        });
    });

    it("speaks as an App where it has the App's token", () => {
        const { author, isDefaultToken } = gitHubContext({ ...ENV, WINDLASS_APP_SLUG: "mesh-bot" }, {});

        assert.deepEqual([author, isDefaultToken], ["mesh-bot[bot]", false]);
    });

    it("is on no branch where it runs on a tag or a merge", () => {
        assert.equal(gitHubContext({ ...ENV, GITHUB_REF: "refs/pull/7/merge" }, {}).branch, undefined);
    });

    it("takes the pull request from the event, with a hostile name of its branch", () => {
        const ref = "$(id)`id`;'";

        assert.deepEqual(gitHubContext(ENV, event({ ref })).pull, {
            number: 7,
            headRef: ref,
            headSha: SHA,
            isFork: false,
        });
    });

    for (const repo of [{ full_name: "stranger/mesh" }, null, {}]) {
        it(`takes the repository ${JSON.stringify(repo)} for a fork`, () => {
            assert.equal(gitHubContext(ENV, event({ repo })).pull?.isFork, true);
        });
    }

    for (const [variables, message] of refused) {
        it(`refuses ${JSON.stringify(variables)}`, () => {
            assert.throws(() => gitHubContext({ ...ENV, ...variables }, {}), {
                name: "WindlassError",
                message,
            });
        });
    }

    for (const bad of [
        event({ ref: "a\nb" }),
        event({ sha: "HEAD" }),
        event({}, { number: "7" }),
        event({}, { number: 0 }),
    ]) {
        it(`refuses the event ${JSON.stringify(bad).slice(0, 60)}`, () => {
            assert.throws(() => gitHubContext(ENV, bad), WindlassError);
        });
    }
});

describe("requirePullEvent", () => {
    it("says which variable leads to no pull request", () => {
        assert.throws(() => requirePullEvent(undefined), {
            message:
                "GITHUB_EVENT_PATH: The event is no pull request's. Run the command in a workflow on pull_request.",
        });
    });
});
