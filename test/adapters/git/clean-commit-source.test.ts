import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cleanCommit } from "../../../adapters/git/clean-commit-source";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository } from "./evidence-repository";

describe("cleanCommit", () => {
    const folder = temporaryFolder();

    it("is HEAD while nothing below the paths is changed, staged or new, whatever else is", async () => {
        const root = freshRepository(folder);
        mkdirSync(join(root, "apps/a"), { recursive: true });
        writeFileSync(join(root, "apps/a/x.yaml"), "1");
        git(root, "add", ".");
        git(root, "commit", "--quiet", "--message=a");
        const head = git(root, "rev-parse", "HEAD");
        const clean = () => cleanCommit({ root, paths: ["apps/a", "stacks/none.yaml"] });
        writeFileSync(join(root, "elsewhere"), "1");
        assert.equal(await clean(), head);
        writeFileSync(join(root, "apps/a/new.yaml"), "1");
        assert.equal(await clean(), undefined);
        git(root, "add", ".");
        assert.equal(await clean(), undefined);
    });

    it("is none outside of a repository, and before the first commit", async () => {
        assert.equal(await cleanCommit({ root: folder, paths: ["x"] }), undefined);
        const root = join(folder, "empty");
        mkdirSync(root);
        git(root, "init", "--quiet");
        assert.equal(await cleanCommit({ root, paths: ["x"] }), undefined);
    });
});
