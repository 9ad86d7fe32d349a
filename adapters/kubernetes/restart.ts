import { setTimeout as sleep } from "node:timers/promises";

import { ROLLOUT_MANAGER } from "../../lifecycle/observed/field-managers";
import { type ObservedPod, observePod } from "../../lifecycle/observed/observe-pod";
import type { Restart } from "../../lifecycle/observed/plan-restarts";
import {
    RESTARTED_AT,
    type RestartProgress,
    restartFault,
    restartProgress,
} from "../../lifecycle/observed/restart-progress";
import { momentText } from "../../lifecycle/kit/day";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { podTemplateOf } from "../../lifecycle/workloads/pod-template";
import { inParallel } from "../http/in-parallel";
import type { Cluster, ObjectName } from "./cluster-source";
import { listObjects } from "./list-objects";

export interface RestartArgs {
    readonly open: (signal: AbortSignal) => Promise<Cluster>;
    readonly restarts: readonly Restart[];
    /** Workloads that are restarted at once. */
    readonly atOnce: number;
    readonly signal: AbortSignal;
    /** Told of every change, and of every end, as it comes. */
    readonly onStep: (step: RestartStep) => void;
    /** Milliseconds between two looks. @default 3000 */
    readonly rest?: number;
    /** Milliseconds it has to stay whole before the next one begins. @default 30000 */
    readonly settle?: number | undefined;
    /** Milliseconds after which a workload is given up. @default ten minutes; of a canary an hour */
    readonly limit?: number;
}

/** What happened to one workload. */
export interface RestartStep {
    readonly id: string;
    /** `changed`: it was told; the others: nothing comes after it. `left`: another one failed before its turn. */
    readonly what: "changed" | "done" | "refused" | "failed" | "left";
    /** A clause without its full stop. */
    readonly why: string;
}

const REST = 3000;
const SETTLE = 30_000;
const LIMIT = 10 * 60_000;
const LIMIT_OF_CANARY = 60 * 60_000;

const PLURALS: Readonly<Record<string, string>> = {
    Deployment: "deployments",
    StatefulSet: "statefulsets",
    DaemonSet: "daemonsets",
};

/**
 * Restarts workloads, a few at a time, and waits for each until it is whole with the proxy it is restarted for, and has stayed
 * so. One that does not come up gets back the template it had, under which its old pods go on, and no further one begins:
 * what ails one proxy ails the next.
 *
 * @returns the last step of each
 * @throws WindlassError when the cluster does not answer, or refuses
 */
export async function restartWorkloads(args: RestartArgs): Promise<ReadonlyMap<string, RestartStep>> {
    const cluster = await args.open(args.signal);
    const ends = new Map<string, RestartStep>();
    let failed: string | undefined;
    try {
        await inParallel(args.restarts, args.atOnce, async (restart) => {
            const { id } = restart;
            const end: RestartStep =
                failed === undefined
                    ? await restartOne(cluster, restart, args)
                    : { id, what: "left", why: `${failed} has failed` };
            if (end.what === "failed") failed ??= id;
            ends.set(id, end);
            args.onStep(end);
        });
        return ends;
    } finally {
        cluster.close();
    }
}

async function restartOne(cluster: Cluster, restart: Restart, args: RestartArgs): Promise<RestartStep> {
    const { id } = restart;
    const before = await readOne(cluster, id);
    if (!before) return { id, what: "refused", why: "it is not in the cluster any more" };
    const fault = restartFault(before, restart);
    if (fault !== undefined) return { id, what: "refused", why: fault };
    if (!(await annotate(cluster, before, momentText(Date.now()))))
        return { id, what: "refused", why: "somebody else changed it at the same moment" };
    args.onStep({ id, what: "changed", why: `restarted, for the proxy ${restart.version}` });
    const end = await waitFor(cluster, restart, args);
    if (end.kind === "done") return { id, what: "done", why: end.why };
    const now = await readOne(cluster, id);
    const had = podTemplateOf(before)?.metadata?.annotations?.[RESTARTED_AT];
    const isBack = now !== undefined && (await annotate(cluster, now, had));
    const back = isBack ? "it has the template it had" : "its template could not be given back";
    return { id, what: "failed", why: `${end.why}; ${back}` };
}

/** Waits until it is whole and has stayed so, or until that is not to be hoped for. */
async function waitFor(cluster: Cluster, restart: Restart, args: RestartArgs): Promise<RestartProgress> {
    const { rest = REST, settle = SETTLE, signal } = args;
    const limit = args.limit ?? (restart.canary === undefined ? LIMIT : LIMIT_OF_CANARY);
    const deadline = Date.now() + limit;
    let wholeSince: number | undefined;
    for (;;) {
        await sleep(rest, undefined, { signal });
        const progress = await look(cluster, restart);
        if (progress.kind === "failed") return progress;
        if (progress.kind === "wait") wholeSince = undefined;
        else if (Date.now() - (wholeSince ??= Date.now()) >= settle) return progress;
        if (Date.now() > deadline)
            return { kind: "failed", why: `not done within ${Math.round(limit / 1000)} s: ${progress.why}` };
    }
}

async function look(cluster: Cluster, restart: Restart): Promise<RestartProgress> {
    const { id, serves, canary } = restart;
    const workload = await readOne(cluster, id);
    if (!workload) return { kind: "failed", why: "it is not in the cluster any more" };
    const [namespace = ""] = id.split("/");
    const kind = { apiVersion: "v1", kind: "Pod", resource: "pods", namespace };
    const pods = await listObjects(cluster, kind, (object): ObservedPod | undefined => {
        const pod = observePod(object);
        return pod?.workload === serves ? pod : undefined;
    });
    const gate = canary === undefined ? undefined : await readOne(cluster, canary);
    return restartProgress(workload, restart, pods, gate);
}

/** Sets the annotation, or takes it away, if nobody has changed the workload since. */
function annotate(cluster: Cluster, workload: Manifest, at: string | undefined): Promise<boolean> {
    const { uid, resourceVersion } = workload.metadata as { uid?: string; resourceVersion?: string };
    const annotations = { [RESTARTED_AT]: at ?? null };
    const body = { metadata: { uid, resourceVersion }, spec: { template: { metadata: { annotations } } } };
    const { namespace = "", name } = workload.metadata;
    const { apiVersion, resource } = resourceOf(workload.kind);
    const object: ObjectName = { apiVersion, resource, namespace, name };
    return cluster.patch(object, { how: "merge", manager: ROLLOUT_MANAGER, body });
}

/** @param id `namespace/Kind/name` */
async function readOne(cluster: Cluster, id: string): Promise<Manifest | undefined> {
    const [namespace = "", kind = "", name = ""] = id.split("/");
    const isIt = (object: Manifest) => (object.metadata.name === name ? object : undefined);
    const where = { ...resourceOf(kind), kind, namespace };
    const [found] = await listObjects(cluster, where, isIt, { fieldSelector: `metadata.name=${name}` });
    return found;
}

function resourceOf(kind: string): { readonly apiVersion: string; readonly resource: string } {
    if (kind === "Canary") return { apiVersion: "flagger.app/v1beta1", resource: "canaries" };
    return { apiVersion: "apps/v1", resource: PLURALS[kind] ?? "" };
}
