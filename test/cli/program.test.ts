import assert from "node:assert/strict";
import { CommanderError } from "commander";
import { createProgram, usageError } from "../../cli/program";
import type { Tone } from "../../cli/terminal";

/** What is printed, and what a command would be run with. */
async function parse(args: readonly string[], terminal: { columns?: number; isColoured?: boolean } = {}) {
    const printed: string[] = [];
    const executed: unknown[] = [];
    const program = createProgram(
        {
            columns: terminal.columns,
            print: (text) => void printed.push(text),
            note: () => assert.fail("told twice"),
            progress: () => undefined,
            paint: (tone: Tone, text) => (terminal.isColoured ? `<${tone}>${text}</>` : text),
        },
        ({ definition }, options, positionals) => {
            const given = Object.entries(options).filter(([, value]) => value !== undefined);
            executed.push(definition.name, Object.fromEntries(given), positionals);
            return Promise.resolve();
        },
    );
    let error: unknown;
    await program.parseAsync(args, { from: "user" }).catch((thrown: unknown) => (error = thrown));
    return { printed: printed.join("\n"), executed, error };
}

/** `[arguments, command, options, arguments of the command]` */
const read: readonly (readonly [readonly string[], string, object, readonly string[]])[] = [
    [["render"], "render", {}, []],
    [["render", "--stack", "a", "--stack=b", "--check"], "render", { stack: ["a", "b"], check: true }, []],
    [["render", "--out="], "render", { out: "" }, []],
    [["render", "--out=--check"], "render", { out: "--check" }, []],
    [["istioctl", "--", "--stack", "--x"], "istioctl", {}, ["--stack", "--x"]],
    [["diff", "--from", "x"], "diff", { from: "x", format: "text" }, []],
    [["diff", "--format=json", "--trace"], "diff", { format: "json", trace: true }, []],
    [["istioctl get", "--add-path"], "istioctl get", { "add-path": true }, []],
    [
        ["istioctl", "--version", "1.31.1", "--", "get", "--help"],
        "istioctl",
        { version: "1.31.1" },
        ["get", "--help"],
    ],
    [["init", "--", "-x"], "init", { stack: "dev" }, ["-x"]],
    [["hold add", "--reason", "-5 ms"], "hold add", { system: "istio", reason: "-5 ms" }, []],
];

describe("createProgram", () => {
    for (const [args, ...expected] of read) {
        it(`reads ${args.join(" ")}`, async () => {
            const { executed, error } = await parse(args);

            assert.equal(error, undefined);
            assert.deepEqual(executed, expected);
        });
    }

    it("shows usage, notes, arguments, options, statuses and examples in the help of a command", async () => {
        const { printed, executed } = await parse(["sidecars show", "--help"]);

        assert.deepEqual(executed, []);
        assert.equal(
            printed,
            [
                "Usage: windlass sidecars show [options] <WORKLOAD>",
                "",
                "Print a workload's manifest with its sidecar.",
                "",
                "Arguments:",
                "  WORKLOAD         namespace/Kind/name, or a name alone where it is unique",
                "",
                "Options:",
                "  --stack <STACK>  Stack to look in; needed where there are several",
                "  --trace          Show where in Windlass an error was raised",
                "  -h, --help       Show this text",
                "",
                "Examples:",
                "  windlass sidecars show backend --stack dev                  the one workload of this name",
                "  windlass sidecars show prod/Deployment/backend --stack dev  where there are more",
                "",
                "What exit statuses mean: windlass --help.",
            ].join("\n"),
        );
        assert.match(
            (await parse(["check", "--help"])).printed,
            /^Exit status:\n {2}4 {2}sidecars are stale\n/m,
        );
        assert.match(
            (await parse(["diff", "--help"])).printed,
            /\(choices: "text",\s+"markdown",\s+"json",\s+default:\s+"text"\)/,
        );
    });

    it("lists a group's commands and no others", async () => {
        const { printed } = await parse(["catalog", "--help"]);

        assert.match(printed, /^Usage: windlass catalog COMMAND \[options\]\n/);
        assert.match(printed, /^Commands:\n {2}catalog refresh +[A-Z].*\n {2}catalog verify +[A-Z].*\n\n/m);
        assert.match((await parse(["istioctl", "--help"])).printed, /^Commands:\n {2}istioctl get +[A-Z]/m);
    });

    it("lists commands and exit statuses, and nothing that is hidden", async () => {
        const { printed } = await parse(["--help"]);

        assert.match(printed, /^Exit status:\n {2}0 +done/m);
        assert.doesNotMatch(printed, /__complete|^ {2}hold {2}/m);
    });

    it("is as wide as the terminal, and coloured as the terminal wants it", async () => {
        const { printed } = await parse(["update", "--help"], { columns: 70, isColoured: true });

        assert.match(printed, /^<strong>Usage:<\/> /);
        assert.match(printed, /^<strong>Exit status:<\/>$/m);
        for (const line of printed.split("\n")) assert.ok(line.length <= 80, line);
    });
});

describe("usageError", () => {
    it("says what commander says, with the help to look at", () => {
        const error = new CommanderError(1, "x", "error: unknown option '--owt'\n(Did you mean --out?)");

        assert.equal(
            usageError(error, "render").message,
            "Unknown option '--owt'. Did you mean --out? See `windlass render --help`.",
        );
        assert.match(usageError(error, "--owt").message, /See `windlass --help`\.$/);
    });
});
