import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { readStacks, stackNames } from "../../cli/read-stacks";
import { projects } from "../support/project";

describe("stackNames", () => {
    const fresh = projects();

    it("is every stack there is, or those that are named, each once", () => {
        const { root } = fresh();

        assert.deepEqual(stackNames(root), ["dev", "production", "staging"]);
        assert.deepEqual(stackNames(root, ["staging", "dev", "staging"]), ["staging", "dev"]);
    });

    it("says so where there is none", () => {
        const { root } = fresh();
        rmSync(join(root, "stacks"), { recursive: true });

        assert.throws(() => stackNames(root), {
            message: /^stacks: There is no stack\. Write stacks\/Pulumi\.<stack>\.yaml/,
        });
    });
});

describe("readStacks", () => {
    const fresh = projects();

    it("reads the stacks that are named and leaves the others alone, broken as they may be", () => {
        const project = fresh();
        project.write("stacks/Pulumi.staging.yaml", "config: [");

        const stacks = readStacks(project.root, ["dev"]);

        assert.deepEqual(
            stacks.map(({ settings }) => settings.stack),
            ["dev"],
        );
    });

    it("reads the manifests that stacks share once", () => {
        const [dev, production] = readStacks(fresh().root, ["dev", "production"]);

        assert.equal(dev?.manifests[0], production?.manifests[0]);
    });
});
