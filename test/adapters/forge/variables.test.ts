import assert from "node:assert/strict";

import { github } from "../../../adapters/forge/github/adapter";
import { GITHUB_VARIABLES } from "../../../adapters/forge/github/variables";
import { FORGE_VARIABLES } from "../../../adapters/forge/variables";

describe("FORGE_VARIABLES", () => {
    it("is a sentence", () => {
        assert.equal(
            FORGE_VARIABLES,
            "Reads GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_SERVER_URL, GITHUB_REF and GITHUB_EVENT_PATH.",
        );
    });

    it("names what the adapters read", () => {
        assert.equal(github.variables, GITHUB_VARIABLES);
    });
});
