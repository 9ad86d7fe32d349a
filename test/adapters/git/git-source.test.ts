import assert from "node:assert/strict";
import { runGit } from "../../../adapters/git/git-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("runGit", () => {
    const root = temporaryFolder();

    it("gives what git printed and its status", async () => {
        const { stdout, status } = await runGit({ root, args: ["hash-object", "--stdin"], stdin: "a\n" });
        assert.deepEqual([stdout, status], ["78981922613b2afb6025042ff6bd878ac1994e85\n", 0]);
    });

    it("is stopped by the error of who reads its output", async () => {
        const onData = (): never => {
            throw new Error("enough");
        };
        await assert.rejects(runGit({ root, args: ["version"], onData }), /enough/);
    });

    it("says so where the folder is gone", async () => {
        await assert.rejects(runGit({ root: `${root}/gone`, args: ["version"] }), { name: "WindlassError" });
    });
});
