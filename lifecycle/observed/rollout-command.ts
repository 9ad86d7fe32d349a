import type { RolloutAction } from "./rollout-state";

/** The command that restarts what only a restart moves, one workload after the other; in one namespace, or in all. */
export function restartCommand(stack: string, namespace?: string): string {
    const where = namespace === undefined ? "--all" : `--namespace ${namespace}`;
    return `npm run -s windlass -- rollout restart --stack ${stack} ${where} --reason "…"`;
}

/** The command by which a person intervenes in the rollout of one Canary, `namespace/Canary/name`. */
export function rolloutCommand(action: RolloutAction, stack: string, id: string): string {
    const [namespace, , name] = id.split("/");
    return `npm run -s windlass -- rollout ${action} --stack ${stack} --canary ${namespace}/${name} --reason "…"`;
}
