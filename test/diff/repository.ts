import { execFileSync } from "node:child_process";
import { lockAhead } from "../../lifecycle/cohorts/stack-cohorts";
import { type InjectionPlan, planInjection } from "../../lifecycle/sidecars/plan-injection";
import { pristineHash } from "../../lifecycle/sidecars/pristine";
import type { Sidecars } from "../../lifecycle/sidecars/sidecars";
import { readSidecars, writeSidecars } from "../../adapters/files/sidecars-store";
import { readSettings } from "../../adapters/files/settings-source";
import { readStackSources } from "../../adapters/files/stack-source";
import type { Project } from "../support/project";

/** Environment in which git is nobody's in particular and asks no configuration. */
const GIT_ENV = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "test",
    GIT_COMMITTER_EMAIL: "test@example.com",
};

/** Runs git in a folder and returns what it printed. */
export function git(root: string, ...args: readonly string[]): string {
    return execFileSync("git", ["-C", root, ...args], {
        env: GIT_ENV,
        encoding: "utf8",
        stdio: "pipe",
    }).trim();
}

/** Makes a project a repository with everything committed as `base`, a tag. */
export function commitBase({ root }: Project): void {
    git(root, "init", "--quiet", "--initial-branch=main", ".");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "--message=base");
    git(root, "tag", "base");
}

/** Gives stacks the sidecars istioctl would make, where only versions and manifests' other parts have changed. */
export function freshenSidecars({ root }: Project, ...stacks: readonly string[]): void {
    for (const stack of stacks) {
        const sources = readStackSources(root, readSettings(root, stack));
        const { next: _, ...before } = readSidecars(root, stack);
        const ahead = lockAhead(sources.lock);
        const fresh = freshSidecars(planInjection(sources), before);
        const next = ahead && freshSidecars(planInjection({ ...sources, lock: ahead }), before);
        writeSidecars(root, stack, next ? { ...fresh, next } : fresh);
    }
}

function freshSidecars(plan: InjectionPlan, { inputs, factored, ...rest }: Sidecars): Sidecars {
    const known = new Set(plan.workloads.map(({ id }) => id));
    return {
        ...rest,
        inputs: { ...inputs, istioctl: plan.version, revision: plan.revision, values: plan.values },
        proxyImage: plan.proxyImage,
        pristine: new Map(
            plan.workloads.map(({ id, sourced, nameLabel }) => [
                id,
                pristineHash(sourced.manifest, nameLabel),
            ]),
        ),
        factored: { ...factored, own: new Map([...factored.own].filter(([id]) => known.has(id))) },
    };
}
