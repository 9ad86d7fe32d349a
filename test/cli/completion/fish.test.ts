import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../../cli/commands";
import { completionNodes } from "../../../cli/completion/completion-words";
import { fishScript } from "../../../cli/completion/fish";
import { temporaryFolder } from "../../support/temporary-folder";

const script = fishScript(completionNodes(COMMANDS.map(({ definition }) => definition)));

describe("fishScript", () => {
    it("says of every word and option what it is, and what follows it", () => {
        for (const line of [
            "complete -c windlass -n '__windlass_at hold' -a add -d 'Hold a release: update does not propose it to a stack, nor to the waves after it'",
            "complete -c windlass -n '__windlass_within render' -l check -d 'Write nothing; say what is stale'",
            "complete -c windlass -n '__windlass_within sidecars show' -l stack -d 'Stack to look in; needed where there are several' -x -a '(windlass __complete stacks 2>/dev/null)'",
            "complete -c windlass -n '__windlass_within forge comment' -l body-file -d 'Its Markdown' -r -F",
            "complete -c windlass -n '__windlass_at completion' -x -a 'bash zsh fish'",
        ])
            assert.ok(script.includes(`\n${line}\n`), line);
        // Quotes are the shell's own.
        assert.match(script, /-d 'Say what is known of Istio\\'s minors: /);
    });

    it("is asked by the shell itself, where there is one", function () {
        if (spawnSync("fish", ["--version"]).status !== 0) this.skip();
        const folder = temporaryFolder();
        writeFileSync(join(folder, "completion.fish"), script);
        writeFileSync(
            join(folder, "windlass"),
            '#!/bin/sh\n[ "$*" = "__complete stacks" ] && printf "dev\\nstaging\\n"\n',
        );
        chmodSync(join(folder, "windlass"), 0o755);
        const complete = (line: string) =>
            spawnSync(
                "fish",
                ["-c", "source $argv[1]; complete -C $argv[2]", join(folder, "completion.fish"), line],
                {
                    cwd: folder,
                    encoding: "utf8",
                    env: { ...process.env, PATH: `${folder}:${process.env["PATH"]}`, HOME: folder },
                },
            )
                .stdout.trimEnd()
                .split("\n")
                .map((row) => row.split("\t")[0]);

        assert.deepEqual(complete("windlass hold "), ["add", "lift", "list"]);
        assert.deepEqual(complete("windlass render --stack "), ["dev", "staging"]);
        assert.deepEqual(complete("windlass render --stack=s"), ["--stack=staging"]);
        assert.deepEqual(complete("windlass diff --format "), ["json", "markdown", "text"]);
    });
});
