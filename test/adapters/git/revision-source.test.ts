import assert from "node:assert/strict";
import { refuseForeignFolder, resolveRevision } from "../../../adapters/git/revision-source";
import { commitBase, git } from "../../diff/repository";
import { projects } from "../../support/project";
import { temporaryFolder } from "../../support/temporary-folder";

describe("resolveRevision", () => {
    const make = projects();
    const outside = temporaryFolder();

    it("gives the commit of a branch, a tag and an abbreviated id", async () => {
        const { root, ...rest } = make();
        commitBase({ root, ...rest } as Parameters<typeof commitBase>[0]);
        const commit = git(root, "rev-parse", "HEAD");
        for (const ref of ["main", "base", "HEAD", commit.slice(0, 8)]) {
            assert.equal(await resolveRevision({ root, ref, option: "--from" }), commit);
        }
    });

    for (const ref of [
        "",
        "--help",
        "-h",
        "--all",
        "nowhere",
        "HEAD; touch x",
        "$(id)",
        "a\0b",
        "x".repeat(2000),
        "HEAD^{tree}",
    ]) {
        it(`refuses ${JSON.stringify(ref.slice(0, 20))}`, async () => {
            const project = make();
            commitBase(project);
            await assert.rejects(resolveRevision({ root: project.root, ref, option: "--from" }), {
                name: "WindlassError",
                exitStatus: 2,
            });
        });
    }

    it("says so where there is no repository", async () => {
        await assert.rejects(resolveRevision({ root: outside, ref: "HEAD", option: "--to" }), {
            message: "--to: The project is in no Git repository. Run the command in a clone of it.",
        });
    });
});

describe("refuseForeignFolder", () => {
    it("refuses a folder of somebody else's with the way out, and nothing else", () => {
        const said = "fatal: detected dubious ownership in repository at '/srv/mesh'";
        assert.throws(() => refuseForeignFolder(said, "--from"), {
            message:
                "--from: Git refuses the repository, as somebody else owns its folder. Run the command as the folder's owner, or see `safe.directory` in git-config(1).",
        });
        refuseForeignFolder("fatal: bad revision", "--from");
    });
});
