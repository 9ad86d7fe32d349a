import { type ChildProcess, spawn } from "node:child_process";
import {
    closeSync,
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    openSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { MESH, ROOT } from "./mesh";
import { selectStack } from "./pulumi-program";

/** What a checkout's program consists of, its stacks left out. */
export const PROGRAM = [
    "index.ts",
    "adapters",
    "components",
    "lifecycle",
    "program",
    "package.json",
    "tsconfig.json",
    "catalog",
    "schemas",
];
/** What the last process that was spawned has complained of, in a folder that no commit takes. */
const ERRORS = "home/errors.log";
const STACK_FILES = ["Pulumi.dev.yaml", "dev.lock.yaml", "dev.sidecars.yaml"];
/**
 * The project's own program in a folder of its own, as stack `dev`, with a file backend, an empty passphrase and a
 * PULUMI_HOME of its own. Flux is met as it is there.
 */
export class PulumiProject {
    public readonly folder = mkdtempSync(join(tmpdir(), "windlass-e2e-"));
    public readonly env: Record<string, string>;
    private selected: Promise<Stack> | undefined;

    public constructor(kubeconfig: string) {
        for (const part of PROGRAM) {
            if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), this.path(part), { recursive: true });
        }
        for (const part of ["Pulumi.yaml", "apps"])
            cpSync(join(MESH, part), this.path(part), { recursive: true });
        for (const file of STACK_FILES) cpSync(join(MESH, "stacks", file), this.path("stacks", file));
        symlinkSync(join(ROOT, "node_modules"), this.path("node_modules"));
        for (const folder of ["home", "state"]) mkdirSync(this.path(folder));
        this.replace("stacks/Pulumi.dev.yaml", "context: kind-dev", 'context: ""');
        this.replace("stacks/Pulumi.dev.yaml", "range: ~2.9", "range: ~2.9\n    bootstrap: none");
        this.env = {
            KUBECONFIG: kubeconfig,
            PULUMI_HOME: this.path("home"),
            PULUMI_BACKEND_URL: `file://${this.path("state")}`,
            PULUMI_CONFIG_PASSPHRASE: "",
            PULUMI_SKIP_UPDATE_CHECK: "true",
        };
    }

    public path(...parts: readonly string[]): string {
        return join(this.folder, ...parts);
    }

    /** Replaces the first place a text stands at; throws where it stands nowhere. */
    public replace(file: string, text: string, by: string): void {
        const before = readFileSync(this.path(file), "utf8");
        if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`);
        writeFileSync(
            this.path(file),
            before.replace(text, () => by),
        );
    }

    /** The stack, by the Automation API. Other variables than the project's own go on top. */
    public stack(env?: Readonly<Record<string, string>>): Promise<Stack> {
        if (env) return selectStack(this.folder, { ...this.env, ...env });
        return (this.selected ??= selectStack(this.folder, this.env));
    }

    /** Runs `up` or `destroy` in a process group of its own, for a test that kills it. */
    public spawn(command: "up" | "destroy"): ChildProcess {
        const script = join(__dirname, "pulumi-command.ts");
        const errors = openSync(this.path(ERRORS), "w");
        try {
            return spawn(process.execPath, ["--import", "tsx", script, this.folder, command], {
                cwd: ROOT,
                env: { ...process.env, ...this.env },
                detached: true,
                stdio: ["ignore", "ignore", errors],
            });
        } finally {
            closeSync(errors);
        }
    }

    /** What a {@link spawn}ed process says at its end, however it ends. */
    public async outcome(child: ChildProcess): Promise<string> {
        if (child.exitCode === null && child.signalCode === null)
            await new Promise((resolve) => child.once("exit", resolve));
        return `status ${child.exitCode ?? child.signalCode}: ${readFileSync(this.path(ERRORS), "utf8")}`;
    }

    /**
     * A file backend does not write its checkpoint in one piece: killed in the middle it leaves half a file, and the
     * whole one of a step before beside it.
     *
     * @returns whether the checkpoint was broken and the one before took its place.
     */
    public restoreCheckpoint(): boolean {
        const file = this.path("state", ".pulumi", "stacks", "windlass", "dev.json");
        if (!existsSync(file) || isJson(readFileSync(file, "utf8"))) return false;
        cpSync(`${file}.bak`, file);
        return true;
    }

    public remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

/** Sends SIGKILL to a process and all it has started, and waits for its end. */
export async function killGroup(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
        process.kill(-child.pid, "SIGKILL");
    } catch {
        // It ended in the meantime.
    }
    await ended;
}

/** A kubeconfig of a cluster that does not answer. */
export async function awayKubeconfig(file: string): Promise<string> {
    const port = await freePort();
    const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "away", cluster: { server: `https://127.0.0.1:${port}` } }],
        users: [{ name: "away", user: { token: "none" } }],
        contexts: [{ name: "away", context: { cluster: "away", user: "away" } }],
        "current-context": "away",
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
}

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
        });
    });
}
