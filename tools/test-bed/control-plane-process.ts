import { setTimeout as sleep } from "node:timers/promises";

import { WindlassError } from "../../lifecycle/kit/errors";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import {
    type StartedComponent,
    runningComponents,
    startComponent,
    stopComponents,
} from "./component-process";
import { exclusively } from "../../adapters/files/exclusive-store";
import { stopEngines } from "./engine-process";
import { freePort } from "./free-port-source";
import { KubeApi } from "./kube-api-source";
import { type ClusterLayout, logFile } from "./layout";
import { COMPONENTS, type Component, type Programs } from "./programs";
import { NODES, fakeNode } from "./stages";
import {
    etcdListens,
    hasFolder,
    lastLogLines,
    prepareFolder,
    readAccess,
    readState,
    removeFolder,
    writeKubeconfig,
} from "./state-store";

/** How a control plane is. */
export interface ClusterStatus {
    readonly name: string;
    /** `broken`: something is missing or does not answer; `cluster up` mends it, and keeps what it holds. */
    readonly state: "up" | "broken" | "down";
    /** Version of the API server, `v1.36.3`; undefined where it does not answer. */
    readonly version?: string;
    /** `https://127.0.0.1:40123` */
    readonly server?: string;
    /** Path of the kubeconfig. */
    readonly kubeconfig?: string;
    /** Process id by component; what does not run is absent. */
    readonly processes: Readonly<Partial<Record<Component, number>>>;
}

/** What {@link clusterUp} needs. */
export interface ClusterUpArgs {
    readonly layout: ClusterLayout;
    /** Finds or builds the programs; asked only when something has to be started. */
    readonly programs: () => Promise<Programs>;
    readonly onProgress?: ((text: string) => void) | undefined;
    readonly signal?: AbortSignal;
}

/** How a control plane is, by what runs and what answers. */
export async function clusterStatus(layout: ClusterLayout, signal?: AbortSignal): Promise<ClusterStatus> {
    const running = runningComponents(layout);
    const processes = Object.fromEntries(running.map(({ component, pid }) => [component, pid]));
    const { name } = layout;
    if (running.length === 0 && !hasFolder(layout)) return { name, state: "down", processes };
    const access = readAccess(layout);
    const version = access && (await using(new KubeApi(access), (api) => versionOf(api, signal)));
    const complete = COMPONENTS.every((component) => component in processes);
    const state = complete && version !== undefined ? "up" : "broken";
    return { name, state, version, server: access?.server, kubeconfig: layout.kubeconfig, processes };
}

/**
 * Starts a control plane, or what is left of one: with the port, the keys and the data it had, where it had any.
 * Does nothing to one that is up. When it fails or is aborted, nothing it started stays.
 *
 * @returns `started: false` for one that was up.
 */
export async function clusterUp(args: ClusterUpArgs): Promise<ClusterStatus & { readonly started: boolean }> {
    const { layout, signal, onProgress } = args;
    requirePosix();
    return exclusively(
        layout.lock,
        async () => {
            const before = await clusterStatus(layout, signal);
            if (before.state === "up") return { ...before, started: false };
            const programs = await args.programs();
            const fresh = readState(layout) === undefined;
            // At once: an API server whose etcd is gone ends slowly, and what etcd has written is safe with the kernel.
            await stopComponents(layout, { grace: 0 });
            try {
                await start(args, programs);
                return { ...(await clusterStatus(layout, signal)), started: true };
            } catch (error) {
                await stopComponents(layout, { grace: 0 });
                // The logs of a failure are worth keeping, those of an interruption are not.
                if (fresh && signal?.aborted) removeFolder(layout);
                signal?.throwIfAborted();
                throw error;
            }
        },
        {
            signal,
            onWait: (pid) => onProgress?.(`Waiting for process ${pid}, which works on ${layout.name} …`),
        },
    );
}

/**
 * Stops a control plane and the engines beside it, and deletes everything it kept.
 *
 * @returns false where there was none.
 */
export async function clusterDown(layout: ClusterLayout, signal?: AbortSignal): Promise<boolean> {
    requirePosix();
    return exclusively(
        layout.lock,
        async () => {
            const stopped = [...(await stopEngines(layout)), ...(await stopComponents(layout))];
            const existed = hasFolder(layout);
            removeFolder(layout);
            return existed || stopped.length > 0;
        },
        { signal },
    );
}

/** Starts components that have stopped, with the data and the port they had: an outage ends. */
export async function restartComponents(
    layout: ClusterLayout,
    components: readonly Component[],
    programs: Programs,
): Promise<void> {
    const state = readState(layout);
    if (!state) throw new Error(`There is no control plane ${layout.name}`);
    await stopComponents(layout, { components });
    const started = COMPONENTS.filter((candidate) => components.includes(candidate)).map((component) =>
        startComponent({ layout, component, program: programs[component], port: state.port }),
    );
    await until("the API server to answer again", undefined, () => {
        requireAlive(layout, started);
        const access = readAccess(layout);
        return access && using(new KubeApi(access), (api) => api.ready());
    });
}

/** Milliseconds until each stage has to be reached: what takes 3 s here may take 60 on a busy machine. */
const PATIENCE = 120_000;

async function start({ layout, signal, onProgress }: ClusterUpArgs, programs: Programs): Promise<void> {
    const port = await freePort(readState(layout)?.port);
    prepareFolder(layout, { port });
    const launch = (component: Component): StartedComponent => {
        signal?.throwIfAborted();
        return startComponent({ layout, component, program: programs[component], port });
    };
    onProgress?.("Starting etcd and the API server …");
    const started = [launch("etcd")];
    const wait = async (what: string, done: () => Promise<boolean | undefined> | boolean | undefined) =>
        until(what, signal, () => {
            requireAlive(layout, started);
            return done();
        });
    // An API server that does not find etcd at once looks for it again only after seconds.
    await wait("etcd to listen", () => etcdListens(layout));
    started.push(launch("kube-apiserver"));
    await wait("the API server to make its certificate", () => readAccess(layout) !== undefined);
    const access = readAccess(layout);
    if (!access) throw new Error("The API server's certificate is gone");
    writeKubeconfig(layout, access);
    await using(new KubeApi(access), async (api) => {
        await wait("the API server to be ready", () => api.ready(signal));
        onProgress?.("Starting the controller manager, the scheduler and kwok …");
        started.push(launch("kube-controller-manager"), launch("kube-scheduler"), launch("kwok"));
        for (const name of NODES) await createNode(api, name, signal);
        await wait("the nodes to be ready", () => nodesReady(api, signal));
        await wait("the default service account", () => exists(api, DEFAULT_ACCOUNT, signal));
    });
}

const DEFAULT_ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default";

function requireAlive(layout: ClusterLayout, started: readonly StartedComponent[]): void {
    const dead = started.find((component) => !component.alive());
    if (!dead) return;
    const said = lastLogLines(layout, dead.component).join(" / ").slice(-600);
    throw new WindlassError({
        file: logFile(layout, dead.component),
        rule: `${dead.component} ended while it was started: ${said || "it says nothing"}`,
        remedy: `Run \`windlass cluster down --name ${layout.name}\`, which deletes its data, then up again`,
    });
}

async function createNode(api: KubeApi, name: string, signal: AbortSignal | undefined): Promise<void> {
    const { status, text } = await api.request({
        method: "POST",
        path: "/api/v1/nodes",
        body: fakeNode(name),
        signal,
    });
    const CONFLICT = 409;
    if (status >= 400 && status !== CONFLICT) throw new Error(`The API server refused node ${name}: ${text}`);
}

async function nodesReady(api: KubeApi, signal: AbortSignal | undefined): Promise<boolean> {
    const { body } = await api.request({ path: "/api/v1/nodes", signal });
    const items = getIn(body, ["items"]);
    const ready = Array.isArray(items) ? items.filter(isReadyNode) : [];
    return ready.length >= NODES.length;
}

function isReadyNode(node: unknown): boolean {
    const conditions = getIn(node, ["status", "conditions"]);
    if (!Array.isArray(conditions)) return false;
    return conditions.some(
        (condition) => isRecord(condition) && condition["type"] === "Ready" && condition["status"] === "True",
    );
}

async function exists(api: KubeApi, path: string, signal: AbortSignal | undefined): Promise<boolean> {
    return (await api.request({ path, signal })).status === 200;
}

async function versionOf(api: KubeApi, signal: AbortSignal | undefined): Promise<string | undefined> {
    if (!(await api.ready(signal))) return undefined;
    const version = getIn((await api.request({ path: "/version", signal })).body, ["gitVersion"]);
    return typeof version === "string" ? version : undefined;
}

async function using<T>(api: KubeApi, action: (api: KubeApi) => Promise<T>): Promise<T> {
    try {
        return await action(api);
    } finally {
        api.close();
    }
}

async function until(
    what: string,
    signal: AbortSignal | undefined,
    done: () => Promise<boolean | undefined> | boolean | undefined,
): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!(await done())) {
        signal?.throwIfAborted();
        if (performance.now() > end) {
            throw new WindlassError({
                key: "cluster",
                rule: `Waited ${PATIENCE / 1000} s for ${what}`,
                remedy: "See the logs in the state folder, or try again on a machine with less to do",
            });
        }
        await sleep(50);
    }
}

function requirePosix(): void {
    if (process.platform !== "win32") return;
    throw new WindlassError({
        key: "cluster",
        rule: "A local control plane needs Linux or macOS: etcd listens on sockets in its folder",
        remedy: "Run it in WSL; everything else works here",
    });
}
