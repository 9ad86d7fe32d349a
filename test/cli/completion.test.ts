import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projects } from "../support/project";

const PROGRAM = join(__dirname, "..", "..", "cli", "windlass.cjs");

describe("windlass completion", () => {
    const fresh = projects();

    for (const [shell, line] of [
        ["bash", /^complete -F _windlass windlass$/m],
        ["zsh", /^#compdef windlass$/m],
        ["fish", /^complete -c windlass -f$/m],
    ] as const) {
        it(`prints the script of ${shell}`, async () => {
            const { status, printed } = await fresh().run("completion", shell);

            assert.equal(status, 0);
            assert.match(printed, line);
        });
    }

    it("completes stacks in a shell that has sourced what it prints", function () {
        if (spawnSync("bash", ["--version"]).status !== 0) this.skip();
        this.timeout(30_000);
        const program = [
            "node=$0 program=$1",
            'windlass() { "$node" "$program" "$@"; }',
            "source <(windlass completion bash)",
            'COMP_WORDS=(windlass update --stack "") COMP_CWORD=3',
            '_windlass; echo "${COMPREPLY[@]}"',
        ].join("\n");
        const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program, process.execPath, PROGRAM], {
            cwd: fresh().root,
            encoding: "utf8",
        });

        assert.equal(stderr, "");
        assert.equal(stdout, "dev production staging\n");
    });
});
