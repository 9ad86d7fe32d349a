import { spawn, spawnSync } from "node:child_process";
import {
    chmodSync,
    cpSync,
    existsSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Project } from "./project";
import type { WorkflowStep } from "./workflow";

const ROOT = join(__dirname, "..", "..");
const STUBS = ["npm", "npx", "pulumi", "kubectl", "kind", "gh", "docker"];

/** How a stub answers a command line that begins like this. */
export interface StubAnswer {
    readonly call: string;
    readonly status?: number;
    readonly print?: string;
    /** Files it writes, relative to the folder it is run in. */
    readonly write?: Readonly<Record<string, string>>;
}

/** How a stub was called. */
export interface StubCall {
    readonly program: string;
    readonly args: readonly string[];
    /** Names of variables with a secret that it was given. */
    readonly secrets: readonly string[];
}

/** What a step did. */
export interface StepResult {
    readonly status: number;
    readonly output: string;
    readonly outputs: Readonly<Record<string, string>>;
}

/** A runner of workflows on this machine: a clone of a repository of the project's data, and nothing real besides git. */
export class Runner {
    public readonly repository: string;
    public readonly origin: string;
    public readonly temp: string;
    public answers: StubAnswer[] = [];
    public readonly expressions = new Map<string, string>();

    /** @param folder Empty folder of its own. @param api Address of the API on the loopback. */
    public constructor(
        private readonly folder: string,
        private readonly api: string,
    ) {
        for (const name of ["repository", "origin.git", "temp", "home", "bin", "tmp", "files", "artifacts"]) {
            mkdirSync(join(folder, name));
        }
        [this.repository, this.origin, this.temp] = [
            join(folder, "repository"),
            join(folder, "origin.git"),
            join(folder, "temp"),
        ];
        for (const name of STUBS) {
            // A file of its own, because a link would be known by what it leads to.
            const stub = join(folder, "bin", name);
            const code = join(ROOT, "test", "support", "workflow-stubs.cjs");
            writeFileSync(stub, `#!${process.execPath}\nrequire(${JSON.stringify(code)});\n`);
            chmodSync(stub, 0o755);
        }
        symlinkSync(process.execPath, join(folder, "bin", "node"));
        new Project(this.repository);
        for (const path of ["scripts", "package.json", "package-lock.json", "tsconfig.json"]) {
            cpSync(join(ROOT, path), join(this.repository, path), {
                recursive: true,
                preserveTimestamps: true,
            });
        }
        this.write(".gitignore", "node_modules\n.cache\n");
        this.write(".ci/run", "#!/usr/bin/env bash\necho 'ran every check'\n");
        chmodSync(join(this.repository, ".ci/run"), 0o755);
        symlinkSync(join(ROOT, "node_modules"), join(this.repository, "node_modules"));
        this.git("init", "--quiet", "--initial-branch=main");
        this.git("init", "--quiet", "--bare", this.origin);
        this.git("remote", "add", "origin", this.origin);
        this.commit("first");
        this.git("push", "--quiet", "origin", "main");
    }

    public write(path: string, text: string): void {
        const file = join(this.repository, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
    }

    public read(path: string): string {
        return readFileSync(join(this.repository, path), "utf8");
    }

    public artifact(path: string, text: string): void {
        const file = join(this.folder, "artifacts", path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
    }

    public git(...args: readonly string[]): string {
        const { status, stdout, stderr } = spawnSync("git", args, {
            cwd: this.repository,
            env: this.baseEnv(),
            encoding: "utf8",
        });
        if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
        return stdout.trim();
    }

    /** Commits all there is. @returns its id */
    public commit(message: string): string {
        this.git("add", "--all");
        this.git("commit", "--quiet", "--message", message);
        return this.git("rev-parse", "HEAD");
    }

    /** Makes the event that started the workflow. */
    public event(event: object): void {
        writeFileSync(join(this.folder, "files", "event.json"), JSON.stringify(event));
    }

    public get calls(): readonly StubCall[] {
        const log = join(this.folder, "files", "calls");
        if (!existsSync(log)) return [];
        return readFileSync(log, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as StubCall);
    }

    /** Command lines of the stubs. */
    public get lines(): readonly string[] {
        return this.calls.map(({ program, args }) =>
            [program, ...args].join(" ").replaceAll(this.folder, "…"),
        );
    }

    public get summary(): string {
        return readFileSync(join(this.folder, "files", "summary"), "utf8");
    }

    /** Runs the shell of a step as GitHub does, with the expressions of its `env` put in. */
    public async run(step: WorkflowStep): Promise<StepResult> {
        const file = (name: string): string => join(this.folder, "files", name);
        for (const name of ["output", "env", "path"]) writeFileSync(file(name), "");
        if (!existsSync(file("summary"))) writeFileSync(file("summary"), "");
        if (!existsSync(file("event.json"))) this.event({});
        writeFileSync(file("answers"), JSON.stringify(this.answers));
        writeFileSync(file("script.sh"), step.run ?? "");
        const own = Object.entries(step.env ?? {}).map(
            ([name, text]) => [name, this.evaluate(text)] as const,
        );
        const env: NodeJS.ProcessEnv = {
            ...this.baseEnv(),
            CI: "true",
            GITHUB_ACTIONS: "true",
            GITHUB_API_URL: this.api,
            GITHUB_SERVER_URL: "https://github.com",
            GITHUB_REPOSITORY: "example/mesh",
            GITHUB_RUN_ID: "4711",
            GITHUB_REF: "refs/heads/main",
            GITHUB_REF_NAME: "v0.2.0",
            GITHUB_EVENT_PATH: file("event.json"),
            GITHUB_OUTPUT: file("output"),
            GITHUB_ENV: file("env"),
            GITHUB_PATH: file("path"),
            GITHUB_STEP_SUMMARY: file("summary"),
            RUNNER_TEMP: this.temp,
            RUNNER_OS: "Linux",
            STUB_LOG: file("calls"),
            STUB_ANSWERS: file("answers"),
            STUB_ARTIFACTS: join(this.folder, "artifacts"),
            ...Object.fromEntries(own),
        };
        const args = ["--noprofile", "--norc", "-eo", "pipefail", file("script.sh")];
        const child = spawn("bash", args, { cwd: this.repository, env, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        for (const stream of [child.stdout, child.stderr])
            stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
        const status = await new Promise<number>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (code) => resolve(code ?? -1));
        });
        const later = ["env", "path"].map((name) => readFileSync(file(name), "utf8")).join("");
        if (later !== "") throw new Error(`the step changed the environment of later ones: ${later}`);
        return { status, output, outputs: readOutputs(readFileSync(file("output"), "utf8")) };
    }

    /** Files below the runner whose name says that data was run as code, and what stands beside the runner's own folders. */
    public get strays(): readonly string[] {
        const known = ["artifacts", "bin", "files", "home", "origin.git", "repository", "temp", "tmp"];
        const beside = readdirSync(this.folder).filter((name) => !known.includes(name));
        const pwned = readdirSync(this.folder, { recursive: true, encoding: "utf8" }).filter(
            (path) => !path.includes("node_modules") && /(?:^|\/)pwned/.test(path),
        );
        const home = readdirSync(join(this.folder, "home"));
        const left = readdirSync(join(this.folder, "tmp")).filter((name) => name.startsWith("windlass-"));
        return [...beside, ...pwned, ...home, ...left];
    }

    public remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    private evaluate(text: string): string {
        return text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
            const value = this.expressions.get(expression);
            if (value === undefined) throw new Error(`the test knows no value of ${expression}`);
            return value;
        });
    }

    private baseEnv(): NodeJS.ProcessEnv {
        const path = [join(this.folder, "bin"), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
        const git = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
        const who = {
            GIT_AUTHOR_NAME: "a",
            GIT_AUTHOR_EMAIL: "a@x.test",
            GIT_COMMITTER_NAME: "a",
            GIT_COMMITTER_EMAIL: "a@x.test",
        };
        return {
            PATH: path,
            HOME: join(this.folder, "home"),
            TMPDIR: join(this.folder, "tmp"),
            LC_ALL: "C.UTF-8",
            ...git,
            ...who,
        };
    }
}

/** Outputs as GitHub reads them: `name=value`, or lines between delimiters. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
    const outputs: Record<string, string> = {};
    const lines = text.split("\n");
    while (lines.length > 0) {
        const line = lines.shift() ?? "";
        const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
        if (name !== undefined && delimiter !== undefined) {
            const end = lines.indexOf(delimiter);
            outputs[name] = lines.splice(0, end).join("\n");
            lines.shift();
        } else if (line.includes("="))
            outputs[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    }
    return outputs;
}
