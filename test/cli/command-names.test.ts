import assert from "node:assert/strict";
import { commandWords, groupNames, groupOf } from "../../cli/command-names";

/** `[arguments, what commander gets]` */
const words: readonly (readonly [string, string])[] = [
    ["", "--help"],
    ["help", "--help"],
    ["-h", "--help"],
    ["--version", "--version"],
    ["render --check", "render,--check"],
    ["hold list --all", "hold list,--all"],
    ["hold", "hold,--help"],
    ["hold help", "hold,--help"],
    ["help hold", "hold,--help,--help"],
    ["help hold list", "hold list,--help"],
    ["--help render", "render,--help"],
    ["istioctl -- get pods", "istioctl,--,get,pods"],
    ["istioctl get --json", "istioctl get,--json"],
];

describe("commandWords", () => {
    for (const [args, expected] of words) {
        it(`makes ${expected} of ${args || "nothing"}`, () => {
            assert.equal(commandWords(args.split(" ").filter((word) => word !== "")).join(), expected);
        });
    }

    for (const [args, message] of [
        [
            ["cluster", "donw"],
            '"cluster donw": There is no such command. Did you mean `windlass cluster down`?.',
        ],
        [["help", "hold", "xyz"], '"hold xyz": There is no such command. See `windlass hold --help`.'],
        [["__complete"], '"__complete": There is no such command. See `windlass --help`.'],
    ] as const) {
        it(`refuses ${args.join(" ")}`, () => {
            assert.throws(() => commandWords(args), { message });
        });
    }
});

describe("groups", () => {
    it("are first words of several commands, unless they are one by themselves", () => {
        assert.deepEqual(groupNames(), ["hold", "sidecars", "catalog", "forge", "cluster"]);
        assert.deepEqual(
            groupOf("catalog").map(({ name }) => name),
            ["catalog refresh", "catalog verify"],
        );
        assert.deepEqual(groupOf("start"), []);
    });
});
