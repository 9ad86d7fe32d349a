import assert from "node:assert/strict";
import { userInfo } from "node:os";

import { authorOf } from "../../../adapters/git/author-source";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository } from "./evidence-repository";

describe("authorOf", () => {
    const folder = temporaryFolder();

    it("is who started the workflow, else whom Git would name", async () => {
        const root = freshRepository(folder);
        git(root, "config", "user.name", "Kim Lee");
        git(root, "config", "user.email", "kim@example.com");
        assert.equal(await authorOf({ root, env: {} }), "Kim Lee");
        assert.equal(await authorOf({ root, env: { GITHUB_ACTOR: "octocat" } }), "octocat");
        assert.equal(await authorOf({ root, env: { GITLAB_USER_LOGIN: "tanuki" } }), "tanuki");
    });

    it("is the user of the machine where Git knows of nobody", async () => {
        const root = freshRepository(folder);
        git(root, "config", "user.name", "");
        assert.equal(await authorOf({ root, env: {} }), userInfo().username);
    });
});
