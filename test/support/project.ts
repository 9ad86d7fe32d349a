import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExitStatus } from "../../lifecycle/kit/errors";
import { MESH, ROOT } from "./mesh";
import { runWindlass } from "./run-windlass";
import { temporaryFolder } from "./temporary-folder";

/** What a command did. */
export interface CommandResult {
    readonly status: ExitStatus;
    /** Standard output. */
    readonly printed: string;
    /** Standard error. */
    readonly noted: string;
}

/** A copy of the tests' mesh, with the catalog, that a test may break. */
export class Project {
    public constructor(public readonly root: string) {
        cpSync(MESH, root, { recursive: true });
        cpSync(join(ROOT, "catalog"), join(root, "catalog"), { recursive: true });
    }

    public read(file: string): string {
        return readFileSync(join(this.root, file), "utf8");
    }

    public write(file: string, text: string): void {
        mkdirSync(dirname(join(this.root, file)), { recursive: true });
        writeFileSync(join(this.root, file), text);
    }

    /** Replaces the one place a text stands at; throws when it stands nowhere, for the test would then prove nothing. */
    public replace(file: string, text: string, by: string): void {
        const before = this.read(file);
        if (!before.includes(text)) throw new Error(`${file} does not hold ${text}`);
        this.write(
            file,
            before.replace(text, () => by),
        );
    }

    /** Runs a command of `windlass` in this project, in this process. */
    public run(...args: string[]): Promise<CommandResult> {
        return runWindlass(this.root, ...args);
    }
}

/** A fresh copy of the project for each test of a suite. Call it in `describe`; the function it returns, in `it`. */
export function projects(): () => Project {
    const folder = temporaryFolder();
    let count = 0;
    return () => {
        const root = join(folder, `project-${count++}`);
        mkdirSync(root);
        return new Project(root);
    };
}
