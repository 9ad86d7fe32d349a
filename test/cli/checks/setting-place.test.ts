import assert from "node:assert/strict";
import { settingPlace } from "../../../cli/checks/setting-place";
import { projects } from "../../support/project";

describe("settingPlace", () => {
    const fresh = projects();

    it("is the line of the key, of an item of a list, or of what is there of a default", () => {
        const project = fresh();
        const lines = project.read("stacks/Pulumi.dev.yaml").split("\n");
        const line = (path: readonly (string | number)[]) => {
            const { file, line: found } = settingPlace(project.root, "dev", path);
            assert.equal(file, "stacks/Pulumi.dev.yaml");
            return lines[found - 1]?.trim();
        };

        assert.match(line(["cluster", "context"]) ?? "", /^context: kind-dev/);
        assert.equal(line(["workloads", "apps", 1]), "- backend");
        assert.equal(line(["flux", "git", "path"]), "windlass:flux:");
    });
});
