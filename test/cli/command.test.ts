import assert from "node:assert/strict";
import { type Command, commandHelp, parseArgsOptions } from "../../cli/command";

const command: Command = {
    name: "sidecars show",
    summary: "Print a workload's manifest with its sidecar",
    operands: "WORKLOAD",
    options: { stack: { type: "string", value: "STACK", help: "Stack to look in", multiple: true } },
    notes: "Example: windlass sidecars show backend",
    run: () => 0,
};

describe("commandHelp", () => {
    it("shows usage, every option with its value, and the notes", () => {
        assert.equal(
            commandHelp(command),
            [
                "Print a workload's manifest with its sidecar.",
                "",
                "Usage: windlass sidecars show [options] WORKLOAD",
                "",
                "Options:",
                "  --stack STACK  Stack to look in",
                "  -h, --help     Show this text",
                "  --trace        Show where in Windlass an error was raised",
                "",
                "Example: windlass sidecars show backend",
                "",
                "What exit statuses mean: windlass --help.",
            ].join("\n"),
        );
    });
});

describe("parseArgsOptions", () => {
    it("adds the options every command has", () => {
        assert.deepEqual(parseArgsOptions(command), {
            stack: { type: "string", multiple: true },
            help: { type: "boolean", multiple: false, short: "h" },
            trace: { type: "boolean", multiple: false },
        });
    });
});
