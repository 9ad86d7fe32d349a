import assert from "node:assert/strict";
import { github } from "../../../../adapters/forge/github/adapter";

describe("github", () => {
    it("is here in its workflows, and where it is given a repository", () => {
        const here = (env: Record<string, string>): boolean => github.isHere(env);

        assert.deepEqual(
            [here({}), here({ GITHUB_ACTIONS: "true" }), here({ GITHUB_REPOSITORY: "a/b" })],
            [false, true, true],
        );
    });
});
