import type { RolloutAction } from "./rollout-state";

/** The command by which a person intervenes in the rollout of one Canary, `namespace/Canary/name`. */
export function rolloutCommand(action: RolloutAction, stack: string, id: string): string {
    const [namespace, , name] = id.split("/");
    return `npm run -s windlass -- rollout ${action} --stack ${stack} --canary ${namespace}/${name} --reason "…"`;
}
