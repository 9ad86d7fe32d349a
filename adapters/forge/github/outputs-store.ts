import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { type Outputs, formatOutputs } from "./outputs";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives values to later steps of the workflow.
 *
 * @returns false where this is no workflow, and nothing was written
 * @throws WindlassError for a value that must not be written; then none is
 */
export function writeOutputs(env: Environment, outputs: Outputs): boolean {
    const path = env["GITHUB_OUTPUT"];
    if (!path) return false;
    appendFileSync(path, formatOutputs(outputs, randomBytes(24).toString("hex")));
    return true;
}

/**
 * Puts a folder on the PATH of later steps of the workflow.
 *
 * @returns false where this is no workflow, and nothing was written
 * @throws WindlassError for a folder whose name would be more than one line there
 */
export function addToPath(env: Environment, folder: string): boolean {
    const path = env["GITHUB_PATH"];
    if (!path) return false;
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(folder)) {
        throw new WindlassError({ key: "GITHUB_PATH", value: folder, rule: "must not be written" });
    }
    appendFileSync(path, `${folder}\n`);
    return true;
}

/** Most bytes of a step's summary: GitHub drops one of more than 1 MiB whole. */
const MAX_SUMMARY = 1_000_000;

/**
 * Adds Markdown to the summary of the workflow's run.
 *
 * @returns false where this is no workflow
 */
export function writeSummary(env: Environment, markdown: string): boolean {
    const path = env["GITHUB_STEP_SUMMARY"];
    if (!path) return false;
    appendFileSync(path, Buffer.from(`${markdown}\n`).subarray(0, MAX_SUMMARY));
    return true;
}
