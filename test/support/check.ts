import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CheckFinding } from "../../cli/checks/finding";
import type { ExitStatus } from "../../lifecycle/kit/errors";
import type { Project } from "./project";

const STACKS = ["dev", "production", "staging"];

/** What a run of `windlass check` came to. */
export interface CheckResult {
    readonly status: ExitStatus;
    /** `level stack` of each finding of the rules asked for. */
    readonly found: readonly string[];
    readonly findings: readonly CheckFinding[];
}

/** Runs `windlass check` offline, on a day of the catalog. Findings of other rules are left out where some are named. */
export async function checkProject(
    project: Project,
    { args = [], rules }: { readonly args?: readonly string[]; readonly rules?: readonly string[] } = {},
): Promise<CheckResult> {
    const { status, printed, noted } = await project.run(
        "check",
        "--offline",
        "--at",
        "2026-10-01",
        "--json",
        ...args,
    );
    if (printed === "") throw new Error(noted);
    const all = (JSON.parse(printed) as { findings: readonly CheckFinding[] }).findings;
    const findings = rules ? all.filter(({ rule }) => rules.includes(rule)) : all;
    return { status, findings, found: findings.map(({ level, stack }) => `${level} ${stack}`) };
}

/** Leaves one stack of the example, so that a test evaluates no more than it needs. */
export function keepOnly(project: Project, kept: string): void {
    for (const stack of STACKS.filter((name) => name !== kept)) {
        for (const file of [`Pulumi.${stack}.yaml`, `${stack}.lock.yaml`, `${stack}.sidecars.yaml`]) {
            rmSync(join(project.root, "stacks", file));
        }
    }
}
