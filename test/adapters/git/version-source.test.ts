import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readCommittedVersion } from "../../../adapters/git/version-source";
import { commitBase, git } from "../../diff/repository";
import { projects } from "../../support/project";

describe("readCommittedVersion", () => {
    const make = projects();

    it("writes the data of a commit as it was, whatever attributes the branch sets, and removes it again", async () => {
        const project = make();
        project.write(".gitattributes", "apps/** export-ignore\n*.yaml export-subst text eol=crlf\n");
        project.write("apps/odd/ü \n$(x).yaml", "a: $Format:%H$\n");
        commitBase(project);
        rmSync(join(project.root, "apps"), { recursive: true });
        const version = await readCommittedVersion({ root: project.root, ref: "base", option: "--from" });

        assert.equal(readFileSync(join(version.root, "apps/odd/ü \n$(x).yaml"), "utf8"), "a: $Format:%H$\n");
        assert.deepEqual(readdirSync(version.root).sort(), ["Pulumi.yaml", "apps", "catalog", "stacks"]);
        assert.equal(version.commit, git(project.root, "rev-parse", "base"));
        version.remove();
        assert.ok(!existsSync(version.root));
    });

    it("leaves out apps that are the same in the version it is compared with", async () => {
        const project = make();
        commitBase(project);
        project.replace("apps/backend/canary.yaml", "threshold: 10", "threshold: 11");
        project.write("apps/loadtester/more.yaml", "a: 1\n");
        const { root } = project;
        const version = await readCommittedVersion({ root, ref: "base", option: "--from", base: root });

        assert.deepEqual([...version.sameApps], ["frontend"]);
        assert.deepEqual(readdirSync(join(version.root, "apps")).sort(), ["backend", "loadtester"]);
        version.remove();
    });

    it("stops and cleans up when it is aborted", async () => {
        const project = make();
        commitBase(project);
        const abort = new AbortController();
        abort.abort(new Error("enough"));
        const { root } = project;
        await assert.rejects(
            readCommittedVersion({ root, ref: "base", option: "--from", signal: abort.signal }),
            /enough/,
        );
    });
});
