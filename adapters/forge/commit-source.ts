import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { type GitResult, runGit } from "../git/git-source";
import type { GitAccess } from "./forge";

/** A file of a commit to make. */
export interface FileChange {
    /** Relative to the project's root, with `/`. */
    readonly path: string;
    /** Undefined where the file goes. */
    readonly text: string | undefined;
}

export interface MakeCommitArgs {
    /** Id of the commit it follows. */
    readonly parent: string;
    readonly files: readonly FileChange[];
    /** First line, an empty one, and the rest. */
    readonly message: string;
}

export interface PushArgs {
    readonly commit: string;
    readonly branch: string;
    /** Id the branch must still have on the server; undefined where it must not exist yet. */
    readonly expected: string | undefined;
}

export interface CommitterArgs {
    /** Whom commits are made by, and how they are pushed. */
    readonly access: GitAccess;
    /** The project's root, which may be a folder of its repository. */
    readonly root: string;
    /** Name of the remote. @default "origin" */
    readonly remote?: string;
    readonly signal?: AbortSignal;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Makes commits and pushes them, with git's plumbing alone: the work tree and its index stay as they are, no hook and no
 * filter runs. The token is handed to git in its environment: it stands in no argument, no file and no address.
 */
export class Committer {
    public constructor(private readonly args: CommitterArgs) {}

    /**
     * Makes a commit. The same parent, files and message give the same commit: its date is its parent's.
     *
     * @returns its id; undefined where nothing would change
     */
    public async commit({ parent, files, message }: MakeCommitArgs): Promise<string | undefined> {
        const folder = mkdtempSync(join(tmpdir(), "windlass-index-"));
        try {
            const index = { GIT_INDEX_FILE: join(folder, "index") };
            const prefix = (await this.git(["rev-parse", "--show-prefix"])).stdout.replace(/\n$/, "");
            await this.git(["read-tree", "--end-of-options", parent], { env: index });
            const entries: string[] = [];
            for (const { path, text } of files) {
                const id = text === undefined ? undefined : await this.writeBlob(text);
                const entry = id === undefined ? `0 ${"0".repeat(parent.length)}` : `100644 ${id}`;
                entries.push(`${entry}\t${prefix}${path}\0`);
            }
            const stdin = entries.join("");
            await this.git(["update-index", "-z", "--index-info"], { env: index, stdin });
            const tree = (await this.git(["write-tree"], { env: index })).stdout.trim();
            const before = (await this.git(["rev-parse", "--verify", `${parent}^{tree}`])).stdout.trim();
            if (tree === before) return undefined;
            const date = (await this.git(["show", "-s", "--format=%cI", parent])).stdout.trim();
            const { name, email } = this.args.access.author;
            const env = {
                GIT_AUTHOR_NAME: name,
                GIT_AUTHOR_EMAIL: email,
                GIT_AUTHOR_DATE: date,
                GIT_COMMITTER_NAME: name,
                GIT_COMMITTER_EMAIL: email,
                GIT_COMMITTER_DATE: date,
            };
            const made = await this.git(["commit-tree", tree, "-p", parent, "-F", "-"], {
                env,
                stdin: `${message}\n`,
            });
            return requireId(made.stdout.trim());
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    }

    /** Text of a file of a commit; undefined where there is none. */
    public async read(commit: string, path: string): Promise<string | undefined> {
        const { status, stdout } = await this.try(["cat-file", "blob", `${commit}:./${path}`]);
        return status === 0 ? stdout : undefined;
    }

    /** Id of a branch on the server; undefined where it has none. */
    public async remoteHead(branch: string): Promise<string | undefined> {
        const args = ["ls-remote", "--end-of-options", this.remote, `refs/heads/${branch}`];
        const { stdout } = await this.git(args, { env: this.credential });
        const [id] = stdout.split(/\s/, 1);
        return id ? requireId(id) : undefined;
    }

    /** Fetches a branch's newest commit. A clone that is shallow stays so. */
    public async fetch(branch: string): Promise<void> {
        const shallow = (await this.git(["rev-parse", "--is-shallow-repository"])).stdout.trim() === "true";
        const args = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-recurse-submodules",
            ...(shallow ? ["--depth=1"] : []),
        ];
        const what = ["--end-of-options", this.remote, `refs/heads/${branch}`];
        await this.git([...args, ...what], { env: this.credential });
    }

    /** Whether the newest commit of a branch on the server is one that this identity made. */
    public async isOurs(branch: string, id: string): Promise<boolean> {
        await this.fetch(branch);
        const { stdout } = await this.git(["show", "-s", "--format=%ce", "--end-of-options", id]);
        return stdout.trim() === this.args.access.author.email;
    }

    /** @throws WindlassError when the branch is no longer what was expected, or may not be written */
    public async push({ commit, branch, expected }: PushArgs): Promise<void> {
        const ref = `refs/heads/${branch}`;
        const args = ["-c", "core.hooksPath=/dev/null", "push", "--porcelain", "--quiet", "--no-verify"];
        const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
        const pushed = await this.try([...args, lease, this.remote, `${commit}:${ref}`], {
            env: this.credential,
        });
        if (pushed.status === 0) return;
        const moved = /stale info/.test(pushed.stdout);
        throw new WindlassError({
            key: "git push",
            value: branch,
            rule: moved ? "somebody has pushed to the branch meanwhile" : `was refused: ${firstLine(pushed)}`,
            remedy: moved
                ? "Run it again"
                : "Give the job the permission contents: write, and look at the branch's rules",
        });
    }

    private get remote(): string {
        return this.args.remote ?? "origin";
    }

    /** git-config(1), GIT_CONFIG_COUNT: settings for one process, which no other user can read. */
    private get credential(): Readonly<Record<string, string>> {
        const { server, authorization } = this.args.access;
        return {
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: `http.${server.origin}/.extraheader`,
            GIT_CONFIG_VALUE_0: `AUTHORIZATION: ${authorization}`,
        };
    }

    private async writeBlob(text: string): Promise<string> {
        const { stdout } = await this.git(["hash-object", "-w", "--no-filters", "--stdin"], { stdin: text });
        return requireId(stdout.trim());
    }

    private try(args: readonly string[], more: GitMore = {}): Promise<GitResult> {
        const { root, signal } = this.args;
        return runGit({ root, args, signal, ...more });
    }

    private async git(args: readonly string[], more: GitMore = {}): Promise<GitResult> {
        const result = await this.try(args, more);
        if (result.status === 0) return result;
        throw new WindlassError({
            key: `git ${args[0] ?? ""}`,
            rule: `did not succeed: ${firstLine(result)}`,
        });
    }
}

interface GitMore {
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
}

function requireId(text: string): string {
    if (ID.test(text)) return text;
    throw new WindlassError({ key: "git", value: text, rule: "answered no id of an object" });
}

/** What git said, without what a server might make a terminal do. */
function firstLine({ stdout, stderr }: GitResult): string {
    const lines = `${stderr}\n${stdout}`.split("\n").map((line) => line.replace(/[^\x20-\x7e]/g, "?").trim());
    const line =
        lines.find((text) => /^(?:fatal|error|remote|!)/.test(text)) ?? lines.find((text) => text !== "");
    return (line ?? "git said nothing").slice(0, 200);
}
