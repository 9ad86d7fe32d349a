import assert from "node:assert/strict";
import { commitBase, git } from "../diff/repository";
import { projects } from "../support/project";

describe("windlass forge touched", () => {
    const project = projects();

    for (const [args, message] of [
        [[], /^--from: The older version is needed/],
        [["--from", "gone"], /^--from: The project is in no Git repository/],
    ] as const) {
        it(`refuses ${args.join(" ") || "nothing"}`, async () => {
            const { status, printed, noted } = await project().run("forge", "touched", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }

    it("names the stacks whose files a change touches", async () => {
        const mesh = project();
        const { root } = mesh;
        commitBase(mesh);
        assert.equal((await mesh.run("forge", "touched", "--from", "HEAD")).printed, "no stack is touched");
        mesh.write(
            "stacks/Pulumi.dev.yaml",
            `# a comment
${mesh.read("stacks/Pulumi.dev.yaml")}`,
        );
        git(root, "commit", "--quiet", "--all", "-m", "dev");

        assert.equal((await mesh.run("forge", "touched", "--from", "HEAD~1", "--json")).printed, '["dev"]');
    });
});
