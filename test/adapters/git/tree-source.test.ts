import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { listTree } from "../../../adapters/git/tree-source";
import { commitBase, git } from "../../diff/repository";
import { projects } from "../../support/project";

describe("listTree", () => {
    const make = projects();

    it("leaves out what leads elsewhere, and says so", async () => {
        const project = make();
        symlinkSync("/etc", join(project.root, "apps/link"));
        commitBase(project);
        const { blobs, skipped } = await listTree({
            root: project.root,
            commit: git(project.root, "rev-parse", "HEAD"),
            paths: ["apps"],
        });

        assert.deepEqual(skipped, [{ path: "apps/link", reason: "is a link, which is not followed" }]);
        assert.ok(blobs.some(({ path }) => path === "apps/backend/deployment.yaml"));
    });

    it("leaves out names that lead out of the folder, which only a forged commit has", async () => {
        const project = make();
        commitBase(project);
        const { root } = project;
        const blob = git(root, "rev-parse", "HEAD:Pulumi.yaml");
        const tree = (name: string, mode: string, id: string): string => {
            const entry = Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]);
            return execFileSync(
                "git",
                ["-C", root, "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
                { input: entry, encoding: "utf8" },
            ).trim();
        };
        const forged = tree("apps", "40000", tree("..", "40000", tree("evil.yaml", "100644", blob)));
        const { blobs, skipped } = await listTree({ root, commit: forged, paths: ["apps"] });

        assert.deepEqual(blobs, []);
        assert.deepEqual(
            skipped.map(({ reason }) => reason),
            ["has a name that is not safe to write"],
        );
    });
});
