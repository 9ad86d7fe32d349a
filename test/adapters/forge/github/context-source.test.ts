import assert from "node:assert/strict";
import { join } from "node:path";
import { readGitHubContext } from "../../../../adapters/forge/github/context-source";
import { temporaryFolder } from "../../../support/temporary-folder";

const ENV = { GITHUB_REPOSITORY: "example/mesh", GITHUB_TOKEN: "t" };

describe("readGitHubContext", () => {
    const folder = temporaryFolder({ "push.json": "{}", "broken.json": "{" });

    it("reads the event", () => {
        assert.equal(
            readGitHubContext({ ...ENV, GITHUB_EVENT_PATH: join(folder, "push.json") }).pull,
            undefined,
        );
    });

    it("does without one", () => {
        assert.equal(readGitHubContext(ENV).owner, "example");
    });

    for (const name of ["broken.json", "missing.json", "."]) {
        it(`refuses ${name}`, () => {
            assert.throws(() => readGitHubContext({ ...ENV, GITHUB_EVENT_PATH: join(folder, name) }), {
                name: "WindlassError",
                message: /is no file with an event/,
            });
        });
    }
});
