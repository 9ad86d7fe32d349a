import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { PulumiProject } from "./pulumi-workspace";

/** A project's folder as a Git repository whose commits Flux reads from a bare one. */
export class MeshRepository {
    /** Folder of bare repositories, for a Git server. */
    public readonly served: string;
    /** Name of the bare one in it. */
    public readonly name = "mesh.git";

    public constructor(private readonly project: Pick<PulumiProject, "folder" | "path">) {
        this.served = project.path("served");
        const bare = join(this.served, this.name);
        mkdirSync(bare, { recursive: true });
        execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
        const ignored = ["/node_modules", "/home", "/state", "/served", "/away", ".cache"];
        writeFileSync(project.path(".gitignore"), `${ignored.join("\n")}\n`);
        this.git("init", "--quiet", "--initial-branch=main");
        // In the repository itself, for Windlass commits evidence too.
        this.git("config", "user.name", "windlass");
        this.git("config", "user.email", "windlass@example.com");
    }

    /** Commits everything, and pushes it where Flux reads. Returns the commit. */
    public commit(message: string): string {
        this.git("add", "--all", ".");
        this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
        this.git("push", "--quiet", "--force", join(this.served, this.name), "HEAD:main");
        return this.head();
    }

    /** The last commit. */
    public head(): string {
        return this.git("rev-parse", "HEAD");
    }

    /** Takes the last commit back by another one, and pushes that. Returns the commit. */
    public revert(): string {
        this.git("revert", "--no-edit", "HEAD");
        return this.commit("revert");
    }

    /** Takes back what is not committed. */
    public discard(): void {
        this.git("reset", "--quiet", "--hard");
        this.git("clean", "--quiet", "--force", "-d");
    }

    private git(...args: readonly string[]): string {
        return execFileSync("git", args, {
            cwd: this.project.folder,
            env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
            encoding: "utf8",
        }).trim();
    }
}
