import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";

import type { ExitStatus } from "../../lifecycle/kit/errors";
import { MESH } from "./mesh";
import type { PulumiProject } from "./pulumi-workspace";
import { runWindlass } from "./run-windlass";

/** Has Windlass look at the cluster, and decide by what it sees. */
export function observeFrom(project: PulumiProject, context: string): void {
    const settings = "stacks/Pulumi.dev.yaml";
    project.replace(settings, 'context: ""', `context: ${context}`);
    project.replace(settings, "evidence: none", "evidence: required");
}

/** A stack that waits for what the first wave makes of a version, which it has not itself. */
export function addSecondWave(project: PulumiProject, has: string, next: string): void {
    for (const file of ["Pulumi.staging.yaml", "staging.lock.yaml", "staging.sidecars.yaml"])
        cpSync(join(MESH, "stacks", file), project.path("stacks", file));
    for (let pin = 0; pin < 2; pin++)
        project.replace("stacks/staging.lock.yaml", `version: ${next}`, `version: ${has}`);
}

/** Runs a command that is to end with a status. @returns All it says. */
export async function says(
    { folder }: Pick<PulumiProject, "folder">,
    expected: ExitStatus,
    ...words: string[]
): Promise<string> {
    const { status, printed, noted } = await runWindlass(folder, ...words);
    const said = `${printed}\n${noted}`;
    assert.equal(status, expected, `windlass ${words.join(" ")}: ${said}`);
    return said;
}
