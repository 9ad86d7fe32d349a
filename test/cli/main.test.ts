import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { run } from "../../cli/main";
import { ExitStatus } from "../../lifecycle/errors";
import { temporaryFolder } from "../support/temporary-folder";

const ROOT = join(__dirname, "..", "..");

async function windlass(args: readonly string[], from = ROOT) {
    const printed: string[] = [];
    const noted: string[] = [];
    const terminal = {
        print: (text: string) => printed.push(text),
        note: (text: string) => noted.push(text),
        progress: () => undefined,
        paint: (_: unknown, text: string) => text,
    };
    const status = await run(args, terminal, new AbortController().signal, from);
    return { status, printed: printed.join("\n"), noted: noted.join("\n") };
}

/** `[arguments, message, exit status]` */
const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [["redner"], /^"redner": There is no such command\. Did you mean `windlass render`\?/],
    [["zzzzzz"], /^"zzzzzz": There is no such command\. See `windlass --help`/],
    [["render", "--owt", "x"], /--owt.*See `windlass render --help`/s],
    [["render", "--out"], /--out.*See `windlass render --help`/s],
    [["start", "now"], /now.*See `windlass start --help`/s],
    [
        ["render", "--stack", "prodution"],
        /^--stack: "prodution": There is no such stack\. Did you mean production\?/,
    ],
    [["render", "--stack", "$(id)\n../x"], /^--stack: "\$\(id\)\\n\.\.\/x": There is no such stack/],
];

describe("windlass", () => {
    const outside = temporaryFolder();

    for (const args of [[], ["--help"], ["help"], ["-h"]]) {
        it(`lists its commands when asked with ${JSON.stringify(args)}`, async () => {
            const { status, printed } = await windlass(args);

            assert.equal(status, ExitStatus.ok);
            for (const name of ["start", "inject", "render", "sidecars show"]) {
                assert.match(printed, new RegExp(`^  ${name} +[A-Z]`, "m"));
            }
        });
    }

    it("shows the help of a command, even outside a project", async () => {
        const { status, printed } = await windlass(["render", "--help"], outside);

        assert.equal(status, ExitStatus.ok);
        assert.match(printed, /^Usage: windlass render \[options\]$/m);
    });

    for (const [args, message] of refused) {
        it(`refuses ${JSON.stringify(args)}`, async () => {
            const { status, printed, noted } = await windlass(args);

            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, message);
            assert.equal(printed, "");
        });
    }

    it("says so outside a project", async () => {
        const { status, noted } = await windlass(["start"], outside);

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^Pulumi\.yaml: There is no Windlass project here or in any folder above/);
    });

    it("runs as a program of its own", () => {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [join(ROOT, "cli", "windlass.cjs"), "no-such-command"],
            { encoding: "utf8", cwd: ROOT },
        );

        assert.equal(status, ExitStatus.badInput);
        assert.equal(stdout, "");
        assert.match(stderr, /There is no such command/);
    });
});
