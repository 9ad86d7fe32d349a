import { isRecord } from "../../lifecycle/kit/json-path";
import type { NextChange } from "../../lifecycle/observed/next-change";
import { primaryOf, targetOf } from "../../lifecycle/observed/observe-canary";
import { ROLLOUT_MANAGER } from "../../lifecycle/observed/field-managers";
import { type RolloutState, rolloutState } from "../../lifecycle/observed/rollout-state";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import type { Cluster, ResourceName } from "./cluster-source";

const CANARY = { apiVersion: "flagger.app/v1beta1", resource: "canaries" } as const;

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
        const canaries = await listAll(cluster, { ...CANARY, namespace }, "Canary", () => true);
        const wanted = new Set(canaries.flatMap((canary) => [targetOf(canary), primaryOf(targetOf(canary))]));
        const workloads = new Map<string, Manifest>();
        for (const [kind, resource] of Object.entries(TARGETS)) {
            if (![...wanted].some((id) => id.includes(`/${kind}/`))) continue;
            const name = { apiVersion: "apps/v1", resource, namespace };
            for (const workload of await listAll(cluster, name, kind, (id) => wanted.has(id)))
                workloads.set(objectId(workload), workload);
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
        kind: "Canary",
        metadata: { namespace, name, uid },
        ...(change.skip ? { spec: { skipAnalysis: true } } : {}),
    };
    return cluster.patch(object, { how: "apply", manager: ROLLOUT_MANAGER, body });
}

async function listAll(
    cluster: Cluster,
    name: ResourceName,
    kind: string,
    isWanted: (id: string) => boolean,
): Promise<readonly Manifest[]> {
    const found: Manifest[] = [];
    const transform = (object: unknown): Manifest | undefined => {
        if (!isRecord(object) || !isRecord(object["metadata"])) return undefined;
        const manifest = { ...object, apiVersion: name.apiVersion, kind } as unknown as Manifest;
        return isWanted(objectId(manifest)) ? manifest : undefined;
    };
    for await (const { items } of cluster.list(name, { isOptional: true, transform })) found.push(...items);
    return found;
}
