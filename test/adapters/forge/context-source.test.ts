import assert from "node:assert/strict";
import { join } from "node:path";
import { readForgeContext } from "../../../adapters/forge/context-source";
import { temporaryFolder } from "../../support/temporary-folder";

const ENV = { GITHUB_REPOSITORY: "example/mesh", GITHUB_TOKEN: "t" };

describe("readForgeContext", () => {
    const folder = temporaryFolder({ "push.json": "{}", "broken.json": "{" });

    it("reads the event", () => {
        assert.equal(
            readForgeContext({ ...ENV, GITHUB_EVENT_PATH: join(folder, "push.json") }).pull,
            undefined,
        );
    });

    it("does without one", () => {
        assert.equal(readForgeContext(ENV).owner, "example");
    });

    for (const name of ["broken.json", "missing.json", "."]) {
        it(`refuses ${name}`, () => {
            assert.throws(() => readForgeContext({ ...ENV, GITHUB_EVENT_PATH: join(folder, name) }), {
                name: "WindlassError",
                message: /is no file with an event/,
            });
        });
    }
});
