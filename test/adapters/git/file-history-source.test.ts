import assert from "node:assert/strict";
import { join } from "node:path";

import { readFileHistory } from "../../../adapters/git/file-history-source";
import { git } from "../../diff/repository";
import { LockHistory } from "../../support/lock-history";
import { projects } from "../../support/project";
import { temporaryFolder } from "../../support/temporary-folder";

const GLOB = { glob: "stacks/*.txt", maxSize: 100 };

describe("readFileHistory", () => {
    const fresh = projects();
    const folder = temporaryFolder();

    it("tells what each commit made of the files, oldest first, and what was in them", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        project.write("stacks/a.txt", "one\n");
        const first = history.commit("one");
        project.write("apps/other.txt", "no\n");
        history.commit("other");
        history.git("mv", "stacks/a.txt", "stacks/b.txt");
        history.commit("moved");
        history.remove("stacks/b.txt");
        history.commit("gone");

        const { commits, texts, gap } = await readFileHistory({ root: project.root, ...GLOB });

        assert.equal(gap, undefined);
        assert.equal(commits[0]?.commit, first);
        assert.ok(Math.abs(commits[0].time - Date.now()) < 600_000);
        assert.deepEqual(
            commits.map(({ files }) =>
                files.map(({ path, from, blob }) => [
                    path,
                    from,
                    blob === undefined ? "gone" : texts.get(blob),
                ]),
            ),
            [
                [["stacks/a.txt", undefined, "one\n"]],
                [["stacks/b.txt", "stacks/a.txt", "one\n"]],
                [["stacks/b.txt", undefined, "gone"]],
            ],
        );
    });

    it("reads a project below the root of its repository, whatever git is configured to print", async () => {
        const project = fresh();
        project.write("../outer/stacks/x.txt", "not ours\n");
        const root = join(project.root, "stacks");
        const history = new LockHistory(project);
        project.write("stacks/stacks/ä.txt", "ours\n");
        history.commit("one");
        for (const [key, value] of [
            ["log.showSignature", "true"],
            ["log.decorate", "full"],
            ["diff.noprefix", "true"],
            ["color.ui", "always"],
            ["core.quotePath", "true"],
        ] as const)
            history.git("config", key, value);

        const { commits, texts } = await readFileHistory({ root, ...GLOB });

        assert.deepEqual(
            commits.flatMap(({ files }) => files.map(({ path }) => path)),
            ["stacks/ä.txt"],
        );
        assert.deepEqual([...texts.values()], ["ours\n"]);
    });

    it("follows the first parent of a merge", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        project.write("stacks/a.txt", "one\n");
        history.commit("one");
        history.git("switch", "--quiet", "--create=side");
        for (const text of ["two\n", "three\n"]) {
            project.write("stacks/a.txt", text);
            history.commit(text);
        }
        history.git("switch", "--quiet", "main");
        history.git("merge", "--quiet", "--no-ff", "--message=merge", "side");

        const { commits, texts } = await readFileHistory({ root: project.root, ...GLOB });

        assert.deepEqual(
            commits.map(({ files }) => texts.get(files[0]?.blob ?? "")),
            ["one\n", "three\n"],
        );
    });

    it("says what it does not know, and fails for none of it", async () => {
        const project = fresh();
        const outside = await readFileHistory({ root: project.root, ...GLOB });
        git(project.root, "init", "--quiet", ".");
        const empty = await readFileHistory({ root: project.root, ...GLOB });
        const history = new LockHistory(project);
        project.write("stacks/a.txt", "x".repeat(101));
        history.commit("large");
        const large = await readFileHistory({ root: project.root, ...GLOB });
        const clone = join(folder, "clone");
        git(project.root, "clone", "--quiet", "--depth=1", `file://${project.root}`, clone);
        const shallow = await readFileHistory({ root: clone, ...GLOB });
        const nowhere = await readFileHistory({ root: join(folder, "nowhere"), ...GLOB });

        assert.deepEqual(
            [outside, empty, large, shallow, nowhere].map(({ gap }) => gap),
            [
                "the project is in no Git repository",
                undefined,
                "1 older version of the files cannot be read",
                "the clone is shallow, and its older commits are not here: git fetch --unshallow",
                `git: cannot be started (ENOENT). Check the folder ${join(folder, "nowhere")}`,
            ],
        );
        assert.deepEqual(empty.commits, []);
    });

    it("ends when it is told to", async () => {
        const abort = new AbortController();
        abort.abort(new Error("enough"));

        await assert.rejects(readFileHistory({ root: folder, ...GLOB, signal: abort.signal }), /enough/);
    });
});
