import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../../cli/commands";
import { bashScript } from "../../../cli/completion/bash";
import { completionNodes } from "../../../cli/completion/completion-words";
import { temporaryFolder } from "../../support/temporary-folder";

/** `[command line, what is offered]` */
const offered: readonly (readonly [string, readonly string[]])[] = [
    ["windlass re", ["release", "releases", "render", "report", "resolve"]],
    ["windlass --v", ["--version"]],
    ["windlass hold ", ["list", "add", "lift", "--help", "--trace"]],
    ["windlass hold a", ["add"]],
    ["windlass catalog refresh --", ["--timeout", "--json", "--help", "--trace"]],
    ["windlass render --stack ", ["dev", "staging"]],
    ["windlass render --stack = st", ["staging"]],
    ["windlass render --stack dev --de", ["--delivered"]],
    ["windlass diff --format ", ["text", "markdown", "json"]],
    ["windlass diff --format =", ["text", "markdown", "json"]],
    ["windlass hold add --system fl", ["flux", "flux-operator", "flagger"]],
    ["windlass hold add --reason ", []],
    ["windlass forge comment --body-file a", ["a file.md", "a-folder"]],
    ["windlass render --out a", ["a-folder"]],
    ["windlass init a", ["a-folder"]],
    ["windlass init --st", ["--stack"]],
    ["windlass completion ", ["bash", "zsh", "fish", "--help", "--trace"]],
    ["windlass istioctl g", ["get"]],
    ["windlass istioctl get --pl", ["--platform"]],
    ["windlass __", []],
];

describe("bashScript", function () {
    const folder = temporaryFolder();
    const script = join(folder, "completion.sh");
    before(function () {
        if (spawnSync("bash", ["--version"]).status !== 0) this.skip();
        writeFileSync(script, bashScript(completionNodes(COMMANDS.map(({ definition }) => definition))));
        writeFileSync(
            join(folder, "windlass"),
            '#!/bin/sh\n[ "$*" = "__complete stacks" ] && printf "dev\\nstaging\\n"\n',
        );
        chmodSync(join(folder, "windlass"), 0o755);
        writeFileSync(join(folder, "a file.md"), "");
        mkdirSync(join(folder, "a-folder"));
    });

    for (const [line, expected] of offered) {
        it(`completes ${line}|`, () => {
            const program = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _windlass; printf '%s\\n' "\${COMPREPLY[@]}"`;
            const { stdout, stderr } = spawnSync(
                "bash",
                ["--norc", "-c", program, script, ...line.split(" ")],
                {
                    cwd: folder,
                    encoding: "utf8",
                    env: { PATH: `${folder}:${process.env["PATH"]}` },
                },
            );

            assert.equal(stderr, "");
            assert.deepEqual(
                stdout.trimEnd().split("\n").sort(),
                [...(expected.length === 0 ? [""] : expected)].sort(),
            );
        });
    }
});
