import { expectCluster } from "../../lifecycle/observed/expect-cluster";
import type { ExpectedCluster } from "../../lifecycle/observed/expected";
import type { ObservedCluster, ProxyTally } from "../../lifecycle/observed/observed";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import type { WorkloadsPlan } from "../../lifecycle/workloads/plan-workloads";

const MINUTE = 60_000;
/** Until Flux has applied a commit and the new istiod is ready. */
const CONTROL_PLANE_TIME = 20 * MINUTE;
/** Until every workload has been analysed and promoted with its new proxy. */
const ROLLOUT_TIME = 5 * 60 * MINUTE;
/** Workloads of a cluster, a pod each. */
const WORKLOADS = Array.from({ length: 10 }, (_, index) => `shop/Deployment/w${index}`);

/** One cluster of the simulation: it follows Git with the delays of the real one. */
export interface SimulatedMesh {
    readonly settings: StackSettings;
    /** What Git has. */
    readonly lock: Lock;
    /** What Git had before the last step, and the moment of that, in milliseconds. */
    readonly before?: { readonly lock: Lock; readonly until: number };
}

/** The mesh once Git has another lock. */
export function commitLock(mesh: SimulatedMesh, lock: Lock, at: number): SimulatedMesh {
    return { ...mesh, lock, before: { lock: mesh.lock, until: at } };
}

/** What Git has for the cluster, as `status` expects it. */
export function expected({ settings, lock }: Pick<SimulatedMesh, "settings" | "lock">): ExpectedCluster {
    const modes = new Map(WORKLOADS.map((id) => [id, "git" as const]));
    const workloads: Pick<WorkloadsPlan, "objects" | "modes" | "gated"> = {
        objects: [],
        modes,
        gated: new Set(),
    };
    return expectCluster({ settings, lock, workloads: workloads as WorkloadsPlan });
}

/** What runs at a moment: the istiods at once with the commit, proxies one workload after the other. */
export function observe(mesh: SimulatedMesh, at: number): ObservedCluster {
    const wanted = expected(mesh);
    const { before } = mesh;
    const old = before === undefined ? wanted : expected({ ...mesh, lock: before.lock });
    const elapsed = before === undefined ? Infinity : at - before.until;
    const istiods = elapsed >= CONTROL_PLANE_TIME ? wanted : old;
    const moved = Math.min(WORKLOADS.length, Math.floor((elapsed / ROLLOUT_TIME) * WORKLOADS.length));
    return {
        controlPlanes: istiods.controlPlanes.map(({ revision, version }) => ({
            revision,
            version,
            namespace: "istio-system",
            wanted: 2,
            ready: 2,
        })),
        proxies: WORKLOADS.map((workload, index): ProxyTally => {
            const { version, revision } = index < moved ? wanted.proxies : old.proxies;
            return { workload, version, revision, pods: 1, ready: 1 };
        }),
        canaries: [],
        workloads: [],
        deliveries: [],
    };
}
