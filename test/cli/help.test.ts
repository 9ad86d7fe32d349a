import assert from "node:assert/strict";
import { asksForHelp, groupHelp, groupOf, noSuchCommand, overview } from "../../cli/help";

describe("help", () => {
    it("knows the words that ask for it", () => {
        assert.deepEqual(
            ["--help", "-h", "help", "--helf", undefined].map((word) => asksForHelp(word)),
            [true, true, true, false, false],
        );
    });

    it("lists a group's commands and no others", () => {
        const text = groupHelp("catalog", groupOf("catalog"));

        assert.match(
            text,
            /^Usage: windlass catalog COMMAND \[options\]\n\nCommands:\n {2}catalog refresh +[A-Z]/,
        );
        assert.doesNotMatch(text, /cluster/);
        assert.deepEqual(groupOf("start"), []);
    });

    it("lists the exit statuses with all commands", () => {
        assert.match(overview(), /^Exit status:\n {2}0 +done/m);
    });

    it("suggests a command of the group that was named", () => {
        assert.equal(
            noSuchCommand(["cluster", "donw"]).message,
            '"cluster donw": There is no such command. Did you mean `windlass cluster down`?.',
        );
    });
});
