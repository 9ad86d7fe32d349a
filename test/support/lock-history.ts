import { rmSync } from "node:fs";
import { join } from "node:path";

import { git } from "../diff/repository";
import type { Project } from "./project";

/** A project in Git, whose locks a test moves and commits. */
export class LockHistory {
    public constructor(public readonly project: Project) {
        git(project.root, "init", "--quiet", "--initial-branch=main", ".");
        this.commit("first");
    }

    /** Pins parts of a stack and commits it. */
    public pin(
        stack: string,
        pins: Readonly<Record<string, string>>,
        message = JSON.stringify(pins),
    ): string {
        this.write(stack, pins);
        return this.commit(message);
    }

    /** Pins parts of a stack: `controlPlane`, `proxies`, `distribution`, `operator`, `release`. */
    public write(stack: string, pins: Readonly<Record<string, string>>): void {
        const file = `stacks/${stack}.lock.yaml`;
        let text = this.project.read(file);
        for (const [part, version] of Object.entries(pins)) {
            const pattern = new RegExp(`(  ${part}:\\n    version: ).*`);
            if (!pattern.test(text)) throw new Error(`${file} has no ${part}`);
            text = text.replace(pattern, `$1${version}`);
        }
        this.project.write(file, text);
    }

    public commit(message: string): string {
        git(this.project.root, "add", "--all", ".");
        git(this.project.root, "commit", "--quiet", "--allow-empty", `--message=${message}`);
        return git(this.project.root, "rev-parse", "HEAD");
    }

    public git(...args: readonly string[]): string {
        return git(this.project.root, ...args);
    }

    public revert(...commits: readonly string[]): string {
        this.git("revert", "--no-edit", ...commits);
        return this.git("rev-parse", "HEAD");
    }

    public remove(file: string): void {
        rmSync(join(this.project.root, file));
    }
}

/** Moves Istio as `update` does: the control plane, then the proxies. */
export function climb(history: LockHistory, stack: string, version: string): readonly [string, string] {
    return [history.pin(stack, { controlPlane: version }), history.pin(stack, { proxies: version })];
}
