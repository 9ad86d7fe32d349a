import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import { engineFolder } from "./engine-process";
import { type EngineHandle, enginePorts, startEngine } from "./engine-processes";
import { istiodCommand } from "./istiod-command";
import type { KubeApi } from "./kube-api-source";
import { kubeconfig } from "./kubeconfig";
import type { ClusterLayout } from "./layout";
import { readAccess } from "./state-store";

export interface FollowIstiodsArgs {
    /** Of a control plane that is up. */
    readonly layout: ClusterLayout;
    readonly api: Pick<KubeApi, "request">;
    /** Path of the executable `pilot-discovery`. */
    readonly program: string;
    /** Where Services are answered (see `service-proxy.ts`); the ports of each istiod are written into it. */
    readonly routes: Map<string, number>;
}

/** What {@link followIstiods} returns. */
export interface FollowedIstiods {
    /** Names of the Deployments whose istiod answers, sorted. */
    readonly serving: () => readonly string[];
    /** Why an istiod could not be started, or the cluster not be asked, the last time; undefined where all is well. */
    readonly failure: () => string | undefined;
    /** Stops following, and every istiod. */
    readonly stop: () => Promise<void>;
}

/** Milliseconds between two looks at the cluster. */
const INTERVAL = 200;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${ISTIO_NAMESPACE}/deployments`;

/** The istiod that answers for one Deployment. */
interface Served {
    /** Digest of the pod template it was started for. */
    readonly template: string;
    readonly handle: EngineHandle;
}

/**
 * Runs a real istiod for every Deployment of one, as long as that has ready pods: kwok's answer nothing. A new pod template
 * is served by a new process, and the old one goes when that is ready, as in a rolling update; a Deployment that is deleted
 * or scaled to zero leaves nobody.
 *
 * The processes are stopped with the control plane at the latest (see `engine-process.ts`).
 */
export function followIstiods({ layout, api, program, routes }: FollowIstiodsArgs): FollowedIstiods {
    const served = new Map<string, Served>();
    const busy = new Set<string>();
    const tasks = new Set<Promise<void>>();
    const faults = new Map<string, string>();
    let stopped = false;

    const serve = async (name: string, deployment: unknown): Promise<void> => {
        const before = served.get(name);
        const template = templateDigest(deployment);
        if (before?.template === template && before.handle.alive()) return;
        const instance = `${name}-${template}`;
        const ports = await enginePorts(layout, instance);
        const own = { kubeconfig: await writeOwnKubeconfig(layout, api, { instance, deployment }), ports };
        // The first is waited for by who asks, as long as it starts; the next one answers once it can.
        if (!before) route(name, ports);
        const command = istiodCommand(deployment, own);
        const handle = await startEngine({ layout, instance, program, ports, command }).catch((error) => {
            if (!before) unroute(name);
            throw error;
        });
        served.set(name, { template, handle });
        route(name, ports);
        if (before && before.handle.instance !== instance) await before.handle.stop();
    };
    const route = (name: string, { serving, metrics }: EngineHandle["ports"]): void => {
        routes.set(`${name}.${ISTIO_NAMESPACE}:443`, serving);
        routes.set(`${name}.${ISTIO_NAMESPACE}:15014`, metrics);
    };
    const unroute = (name: string): void => {
        for (const port of [443, 15014]) routes.delete(`${name}.${ISTIO_NAMESPACE}:${port}`);
    };
    const leave = async (name: string): Promise<void> => {
        unroute(name);
        const gone = served.get(name);
        served.delete(name);
        await gone?.handle.stop();
    };
    /** One task a Deployment at a time: one that starts keeps no other from going. */
    const begin = (name: string, task: () => Promise<void>): void => {
        if (busy.has(name)) return;
        busy.add(name);
        const run = task()
            .then(
                () => void faults.delete(name),
                (error: unknown) => void faults.set(name, String(error)),
            )
            .finally(() => {
                busy.delete(name);
                tasks.delete(run);
            });
        tasks.add(run);
    };
    const look = async (): Promise<void> => {
        const ready = await readyDeployments(api);
        for (const [name, deployment] of ready) begin(name, () => serve(name, deployment));
        for (const name of served.keys()) if (!ready.has(name)) begin(name, () => leave(name));
    };
    const follow = async (): Promise<void> => {
        while (!stopped) {
            // An API server that does not answer says nothing about its Deployments.
            await look().then(
                () => faults.delete("api"),
                (error: unknown) => faults.set("api", String(error)),
            );
            await sleep(INTERVAL);
        }
    };
    const following = follow();
    return {
        serving: () => [...served.keys()].sort(),
        failure: () => [...faults.values()][0],
        stop: async () => {
            stopped = true;
            await following;
            await Promise.all(tasks);
            await Promise.all([...served.keys()].map(leave));
        },
    };
}

/** The Deployments of an istiod that have a ready pod, by name. */
async function readyDeployments(api: Pick<KubeApi, "request">): Promise<ReadonlyMap<string, unknown>> {
    const { body, status, text } = await api.request({ path: `${DEPLOYMENTS}?labelSelector=app%3Distiod` });
    const items = getIn(body, ["items"]);
    if (status !== 200 || !Array.isArray(items)) throw new Error(text);
    const ready = items.filter((item) => Number(getIn(item, ["status", "readyReplicas"]) ?? 0) > 0);
    return new Map(ready.map((item: unknown) => [String(getIn(item, ["metadata", "name"])), item] as const));
}

function templateDigest(deployment: unknown): string {
    const template = JSON.stringify(getIn(deployment, ["spec", "template"]));
    return createHash("sha256").update(template).digest("hex").slice(0, 8);
}

/** A kubeconfig with a token of the Deployment's service account. @returns Its path. */
async function writeOwnKubeconfig(
    layout: ClusterLayout,
    api: Pick<KubeApi, "request">,
    { instance, deployment }: { readonly instance: string; readonly deployment: unknown },
): Promise<string> {
    const account = String(getIn(deployment, ["spec", "template", "spec", "serviceAccountName"]));
    const { body, text } = await api.request({
        method: "POST",
        path: `/api/v1/namespaces/${ISTIO_NAMESPACE}/serviceaccounts/${account}/token`,
        body: {
            apiVersion: "authentication.k8s.io/v1",
            kind: "TokenRequest",
            // As long as the chart's projected token.
            spec: { expirationSeconds: 43_200 },
        },
    });
    const token = getIn(body, ["status", "token"]);
    const access = readAccess(layout);
    if (typeof token !== "string" || !access) throw new Error(`No token for ${account}: ${text}`);
    const folder = engineFolder(layout, instance);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "kubeconfig");
    writeFileSync(file, kubeconfig(instance, { ...access, token }), { mode: 0o600 });
    return file;
}
