import type { NextChange } from "../../lifecycle/observed/next-change";
import { primaryOf, targetOf } from "../../lifecycle/observed/observe-canary";
import { ROLLOUT_MANAGER } from "../../lifecycle/observed/field-managers";
import { type RolloutState, rolloutState } from "../../lifecycle/observed/rollout-state";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import type { Cluster } from "./cluster-source";
import { listObjects } from "./list-objects";

const CANARY = { apiVersion: "flagger.app/v1beta1", kind: "Canary", resource: "canaries" } as const;

/** Kinds that Flagger rolls out and that have a pod template, by their plural. */
const TARGETS: Readonly<Record<string, string>> = { Deployment: "deployments", DaemonSet: "daemonsets" };

/**
 * The state of every Canary of some namespaces, with their targets and primaries, by `namespace/Canary/name`.
 *
 * @throws WindlassError when the cluster does not answer, or refuses
 */
export async function readRollouts(
    cluster: Cluster,
    namespaces: readonly string[],
): Promise<ReadonlyMap<string, RolloutState>> {
    const states = new Map<string, RolloutState>();
    for (const namespace of namespaces) {
        // Canaries before workloads: a primary that is promoted in between is seen as it is after that.
        const canaries = await listObjects(cluster, { ...CANARY, namespace }, (canary) => canary);
        const wanted = new Set(canaries.flatMap((canary) => [targetOf(canary), primaryOf(targetOf(canary))]));
        const workloads = new Map<string, Manifest>();
        for (const [kind, resource] of Object.entries(TARGETS)) {
            if (![...wanted].some((id) => id.includes(`/${kind}/`))) continue;
            const name = { apiVersion: "apps/v1", kind, resource, namespace };
            await listObjects(cluster, name, (workload): undefined => {
                const id = objectId(workload);
                if (wanted.has(id)) workloads.set(id, workload);
            });
        }
        for (const canary of canaries) {
            const target = targetOf(canary);
            const state = rolloutState(canary, workloads.get(target), workloads.get(primaryOf(target)));
            states.set(state.id, state);
        }
    }
    return states;
}

/** Makes a change of a Canary, if nobody has changed it since; says whether it was made. */
export async function changeRollout(
    cluster: Cluster,
    state: RolloutState,
    change: Extract<NextChange, { kind: "status" | "skip" }>,
): Promise<boolean> {
    const [namespace = "", , name = ""] = state.id.split("/");
    const { uid, resourceVersion } = state;
    const object = { ...CANARY, namespace, name };
    if (change.kind === "status") {
        const body = { metadata: { uid, resourceVersion }, status: change.status };
        const args = { how: "merge", manager: ROLLOUT_MANAGER, body } as const;
        return cluster.patch({ ...object, subresource: "status" }, args);
    }
    // Applied under an owner of its own: neither deliverer takes off what it does not own itself. The uid keeps a Canary that is
    // gone from being made anew.
    const body = {
        apiVersion: CANARY.apiVersion,
        kind: CANARY.kind,
        metadata: { namespace, name, uid },
        ...(change.skip ? { spec: { skipAnalysis: true } } : {}),
    };
    return cluster.patch(object, { how: "apply", manager: ROLLOUT_MANAGER, body });
}
