import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const FOLDER = join(__dirname, "..", "..", ".github", "workflows");

/** One step of a job. */
export interface WorkflowStep {
    readonly name?: string;
    readonly id?: string;
    readonly if?: string;
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly run?: string;
    readonly shell?: string;
    readonly env?: Readonly<Record<string, string>>;
}

/** One job. */
export interface WorkflowJob {
    readonly name?: string;
    readonly if?: string;
    readonly needs?: string | readonly string[];
    readonly environment?: unknown;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly "timeout-minutes"?: number;
    readonly strategy?: Readonly<Record<string, unknown>>;
    readonly steps: readonly WorkflowStep[];
}

/** A workflow as its file says. */
export interface Workflow {
    readonly name: string;
    readonly on: Readonly<Record<string, unknown>>;
    readonly permissions?: unknown;
    readonly concurrency?: { readonly group?: string };
    readonly defaults?: { readonly run?: { readonly shell?: string } };
    readonly env?: unknown;
    readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** A workflow and its text, by its file's name without the ending. */
export interface WorkflowFile {
    readonly id: string;
    readonly text: string;
    readonly workflow: Workflow;
}

/** Every workflow of the project. */
export function readWorkflows(): readonly WorkflowFile[] {
    return readdirSync(FOLDER)
        .sort()
        .map((name) => {
            const text = readFileSync(join(FOLDER, name), "utf8");
            return { id: name.replace(/\.yaml$/, ""), text, workflow: parse(text) as Workflow };
        });
}
