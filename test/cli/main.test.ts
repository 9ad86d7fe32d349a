import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { COMMANDS } from "../../cli/commands";
import { run } from "../../cli/main";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { projects } from "../support/project";
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

const definitions = COMMANDS.map(({ definition }) => definition).filter(({ hidden }) => !hidden);

/** `[arguments, message, exit status]` */
const refused: readonly (readonly [readonly string[], RegExp])[] = [
    [["redner"], /^"redner": There is no such command\. Did you mean `windlass render`\?/],
    [["zzzzzz"], /^"zzzzzz": There is no such command\. See `windlass --help`/],
    [
        ["catalog", "refesh"],
        /^"catalog refesh": There is no such command\. Did you mean `windlass catalog refresh`\?/,
    ],
    [
        ["catlog", "refresh"],
        /^"catlog": There is no such command\. Did you mean `windlass catalog refresh`\?/,
    ],
    [["catlog"], /^"catlog": There is no such command\. Did you mean `windlass catalog`\?/],
    [["forge", "zzzzzz"], /^"forge zzzzzz": There is no such command\. See `windlass forge --help`/],
    [["help", "redner"], /^"redner": There is no such command\. Did you mean `windlass render`\?/],
    [["render", "--owt", "x"], /--owt.*See `windlass render --help`/s],
    [["render", "--out"], /--out.*See `windlass render --help`/s],
    [["start", "now"], /now.*See `windlass start --help`/s],
    [["render", "--owt", "x"], /^Unknown option '--owt'\. Did you mean --out\?/],
    [
        ["render", "--out", "--check"],
        /^--out: "--check": A value is needed\. Write --out DIR, or --out=--check if it is meant\.$/,
    ],
    [["--owt"], /^Unknown option '--owt'\. See `windlass --help`/],
    [
        ["diff", "--format", "xml"],
        /^--format: "xml": There is no such format\. Choose text, markdown, json\.$/,
    ],
    [
        ["hold", "add", "--system", "envoy"],
        /^--system: "envoy": There is no such system\. Choose istio, flux, flux-operator, flagger\.$/,
    ],
    [
        ["resolve", "--strategy", "x"],
        /^--strategy: "x": There is no such strategy\. Choose in-place or revisions\.$/,
    ],
    [
        ["istioctl", "get", "--platform", "linux-386"],
        /^--platform: "linux-386": There is no such platform\. Choose linux-amd64/,
    ],
    [["completion", "tcsh"], /^"tcsh": There is no such shell\. Choose bash, zsh, fish\.$/],
    [
        ["render", "--stack", "prodution"],
        /^--stack: "prodution": There is no such stack\. Did you mean production\?/,
    ],
    [["render", "--stack", "$(id)\n../x"], /^--stack: "\$\(id\)\\n\.\.\/x": There is no such stack/],
];

describe("windlass", () => {
    const fresh = projects();
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

    for (const args of [
        ["render", "--help"],
        ["render", "-h"],
        ["help", "render"],
        ["--help", "render"],
    ]) {
        it(`shows the help of a command when asked with ${args.join(" ")}, even outside a project`, async () => {
            const { status, printed } = await windlass(args, outside);

            assert.equal(status, ExitStatus.ok);
            assert.match(printed, /^Usage: windlass render \[options\]$/m);
        });
    }

    it("loads neither Pulumi nor a command for help, the version and completion", () => {
        const program = `
            require("tsx/cjs");
            const { run } = require(${JSON.stringify(join(ROOT, "cli", "main.ts"))});
            const terminal = { print() {}, note() {}, progress() {}, paint: (tone, text) => text };
            (async () => {
                for (const args of [["--help"], ["--version"], ["render", "--help"], ["hold"], ["completion", "bash"], ["__complete", "stacks"]])
                    await run(args, terminal, new AbortController().signal);
                console.log(Object.keys(require.cache).join("\\n"));
            })();`;
        const { stdout } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8", cwd: ROOT });

        assert.match(stdout, /cli\/definitions\/render\.ts$/m);
        assert.doesNotMatch(stdout, /@pulumi|lifecycle\/(?:stack|upgrade|sidecars|mesh)\/|cli\/render\.ts/);
    });

    it("says what exit statuses mean", async () => {
        const { printed } = await windlass(["--help"]);

        for (const value of Object.values(ExitStatus)) assert.match(printed, new RegExp(`^  ${value} `, "m"));
    });

    for (const { name } of definitions) {
        it(`shows the help of ${name} by --help and -h`, async () => {
            for (const flag of ["--help", "-h"]) {
                const { status, printed } = await windlass([...name.split(" "), flag]);

                assert.equal(status, ExitStatus.ok);
                assert.match(printed, new RegExp(`^Usage: windlass ${name} `, "m"));
            }
        });
    }

    const groups = new Set(
        definitions.flatMap(({ name }) => (name.includes(" ") ? [name.split(" ")[0] ?? ""] : [])),
    );
    for (const group of groups) {
        it(`lists the commands of ${group}, however it is asked`, async () => {
            // `istioctl` is a command by itself as well.
            const own = definitions.some(({ name }) => name === group);
            for (const args of [
                ...(own ? [] : [[group], [group, "help"]]),
                [group, "--help"],
                [group, "-h"],
                ["help", group],
            ]) {
                const { status, printed } = await windlass(args, outside);

                assert.equal(status, ExitStatus.ok, args.join(" "));
                for (const { name } of definitions.filter(({ name }) => name.startsWith(`${group} `)))
                    assert.match(printed, new RegExp(`^  ${name} +[A-Z]`, "m"));
            }
        });
    }

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

    it("says which file cannot be written, and shows no stack trace unless asked", async () => {
        const project = fresh();
        writeFileSync(join(project.root, "dist"), "in the way");

        const { status, noted } = await windlass(["start"], project.root);
        const traced = await windlass(["start", "--trace"], project.root);

        assert.equal(status, ExitStatus.badInput);
        assert.match(
            noted,
            /dist\/render\/dev: cannot be written: .* \(ENOTDIR\)\. Move what stands in the way\.$/m,
        );
        assert.doesNotMatch(noted, /^ +at /m);
        assert.match(traced.noted, /^ +at /m);
    });

    it("tells a fault in a person's module from one in Windlass, and where it came from when asked", async () => {
        const project = fresh();
        project.write("apps/frontend/manifests.ts", "export const manifests = [\n    service,\n];\n");

        const { status, noted } = await windlass(["start"], project.root);
        const traced = await windlass(["start", "--trace"], project.root);

        assert.equal(status, ExitStatus.badInput);
        assert.match(
            noted,
            /^apps\/frontend\/manifests\.ts:2: ReferenceError: service is not defined\. Correct the module/m,
        );
        assert.doesNotMatch(noted, /^ +at |fault in Windlass/m);
        assert.match(traced.noted, /^ +at .*apps\/frontend\/manifests\.ts:2/m);
    });

    it("puts a fault of a file that nobody foresaw into words", async () => {
        const project = fresh();
        rmSync(join(project.root, "stacks"), { recursive: true });
        writeFileSync(join(project.root, "stacks"), "no folder");

        const { status, noted } = await windlass(["start"], project.root);

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /stacks: cannot be read: it, or a part of its path, is no folder \(ENOTDIR\)/);
    });

    it("says so where its output cannot be written", () => {
        const { status, stderr } = spawnSync(
            "bash",
            ["-c", 'exec "$0" "$1" --help > /dev/full', process.execPath, join(ROOT, "cli", "windlass.cjs")],
            { encoding: "utf8", cwd: ROOT },
        );

        assert.equal(status, ExitStatus.badInput);
        assert.match(stderr, /^A file cannot be written: the disk is full \(ENOSPC\)/);
        assert.doesNotMatch(stderr, /^ +at /m);
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

    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        it(`ends within two seconds of ${signal}, also when it computes`, async function () {
            this.timeout(60_000);
            const project = fresh();
            const marker = join(project.root, "computing");
            const endless = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(marker)}, "");\nfor (;;) Math.sqrt(2);\n`;
            project.write("apps/backend/manifests.ts", endless);
            const child = spawn(process.execPath, [join(ROOT, "cli", "windlass.cjs"), "start"], {
                cwd: project.root,
                stdio: "ignore",
            });
            while (!existsSync(marker) && child.exitCode === null) await setTimeout(20);
            const start = Date.now();
            child.kill(signal);
            const [status] = (await once(child, "exit")) as [number | null];

            assert.equal(status, ExitStatus.interrupted);
            assert.ok(Date.now() - start < 2000, `${Date.now() - start} ms`);
        });
    }

    it("hears a signal at once where it does not compute", async function () {
        this.timeout(60_000);
        const project = fresh();
        const marker = join(project.root, "waiting");
        project.write(
            "slow",
            `#!/bin/sh\ncase "$1" in version) echo 1.31.1;; *) : > '${marker}'; exec sleep 30;; esac\n`,
        );
        chmodSync(join(project.root, "slow"), 0o755);
        rmSync(join(project.root, "stacks/dev.sidecars.yaml"));
        const child = spawn(
            process.execPath,
            [join(ROOT, "cli", "windlass.cjs"), "inject", "--stack", "dev"],
            {
                cwd: project.root,
                stdio: ["ignore", "ignore", "pipe"],
                env: { ...process.env, ISTIOCTL: join(project.root, "slow") },
            },
        );
        let noted = "";
        child.stderr.on("data", (chunk: Buffer) => (noted += chunk.toString()));
        while (!existsSync(marker) && child.exitCode === null) await setTimeout(20);
        child.kill("SIGTERM");
        const [status] = (await once(child, "close")) as [number | null];

        assert.equal(status, ExitStatus.interrupted);
        assert.match(noted, /Interrupted by SIGTERM/);
    });
});
