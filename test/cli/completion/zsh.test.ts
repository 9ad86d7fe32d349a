import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { COMMANDS } from "../../../cli/commands";
import { completionNodes } from "../../../cli/completion/completion-words";
import { zshScript } from "../../../cli/completion/zsh";

const script = zshScript(completionNodes(COMMANDS.map(({ definition }) => definition)));

describe("zshScript", () => {
    it("gives _arguments every option of a command, with what follows it", () => {
        const [, line = ""] = /^ +'render '\*\) (.*) ;;$/m.exec(script) ?? [];

        assert.equal(
            line,
            [
                "shift 1 words; (( CURRENT -= 1 )); _arguments",
                "'*--stack=[Only this stack; may be repeated (default\\: every stack below stacks/)]:stack:_windlass_stacks'",
                "'--out=[Write to DIR/<stack> (default\\: flux.git.path of each stack, clusters/<stack>)]:folder:_files -/'",
                "'--check[Write nothing; say what is stale]'",
                "'--delivered[Only stacks with delivery flux, or whose manifests are there already]'",
                "'--help[Show this text]'",
                "'--trace[Show where in Windlass an error was raised]'",
            ].join(" "),
        );
    });

    it("describes commands, with their quotes", () => {
        assert.match(script, /'releases:Say what is known of Istio'\\''s minors: newest release/);
        assert.match(script, /^ +hold\) commands=\('list:[^']+' 'add:/m);
        assert.match(script, /'1:value:\(bash zsh fish\)'/);
        assert.doesNotMatch(script, /__complete'/);
    });

    it("is zsh, where there is one to say so", function () {
        const { status, stderr } = spawnSync("zsh", ["-n"], { input: script, encoding: "utf8" });
        if (status === null) this.skip();

        assert.deepEqual([status, stderr], [0, ""]);
    });
});
