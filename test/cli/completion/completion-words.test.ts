import assert from "node:assert/strict";
import { defineCommand } from "../../../cli/command";
import { completionNodes } from "../../../cli/completion/completion-words";

const nodes = completionNodes([
    defineCommand({
        name: "istioctl",
        summary: "Run",
        arguments: [{ name: "[DIR]", help: "" }],
        options: {
            stack: { value: "STACK", help: "Of", multiple: true },
            file: { value: "FILE", help: "" },
            kind: { value: "KIND", help: "", choices: ["a", "b"] },
            text: { value: "TEXT", help: "" },
            json: { help: "" },
        },
    }),
    defineCommand({ name: "istioctl get", summary: "Fetch", options: {} }),
    defineCommand({ name: "hold list", summary: "List", options: {} }),
    defineCommand({ name: "hold add", summary: "Add", options: {} }),
    defineCommand({ name: "secret", summary: "No", options: {}, hidden: true }),
]);

describe("completionNodes", () => {
    it("goes from the root to groups and commands, a longer path before its beginning, and hides what is hidden", () => {
        assert.deepEqual(
            nodes.map(({ path }) => path),
            ["", "istioctl get", "hold list", "hold add", "istioctl", "hold"],
        );
        assert.deepEqual(nodes[0]?.words, [
            { word: "istioctl", help: "Run" },
            { word: "hold", help: "Commands: list, add" },
        ]);
    });

    it("knows what follows a command and its options", () => {
        const istioctl = nodes.find(({ path }) => path === "istioctl");

        assert.deepEqual(istioctl?.words, [{ word: "get", help: "Fetch" }]);
        assert.deepEqual(istioctl.values, { kind: "folders" });
        assert.deepEqual(
            istioctl.options.map(({ word, values, multiple }) => [word, values, multiple]),
            [
                ["stack", { kind: "stacks" }, true],
                ["file", { kind: "files" }, false],
                ["kind", { kind: "choices", choices: ["a", "b"] }, false],
                ["text", { kind: "any" }, false],
                ["json", { kind: "none" }, false],
                ["help", { kind: "none" }, false],
                ["trace", { kind: "none" }, false],
            ],
        );
    });
});
