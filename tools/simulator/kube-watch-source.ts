import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { KubeApi } from "../test-bed/kube-api-source";
import type { Access } from "../test-bed/kubeconfig";

/** Which objects are followed, and what of each is kept. */
export interface FollowArgs<T> {
    readonly access: Access;
    /** Of all objects of a kind: `/api/v1/pods`. */
    readonly path: string;
    /** What is kept of an object; undefined leaves it out. */
    readonly read: (object: unknown) => T | undefined;
    /** Ends it. */
    readonly signal: AbortSignal;
}

/** The objects of one kind as they are now. */
export interface Followed<T> {
    readonly items: () => readonly T[];
    /** Rises with every change. */
    readonly version: () => number;
    /** Whether they were listed once. A kind that the server does not serve has none. */
    readonly listed: () => boolean;
}

/** Objects a page, so that a list of thousands is never in memory as text. */
const PAGE = 500;
/** Seconds the API server keeps a watch open; then it is asked again, from where it was. */
const WATCH = 240;
/** Milliseconds before a server that did not answer, or that does not serve the kind, is asked again. */
const PAUSE = 1_000;

/**
 * Follows the objects of a kind by list and watch, until its signal: what Kubernetes' own informers do.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function follow<T>(args: FollowArgs<T>): Followed<T> {
    const { access, path, read, signal } = args;
    const api = new KubeApi(access);
    let items = new Map<string, T>();
    let version = 0;
    let listed = false;

    /** Returns from where to watch; undefined where the kind is not served. */
    const list = async (): Promise<string | undefined> => {
        const found = new Map<string, T>();
        let next = "";
        for (;;) {
            const query = `limit=${PAGE}&continue=${encodeURIComponent(next)}`;
            const { status, body, text } = await api.request({ path: `${path}?${query}`, signal });
            if (status !== 200 && status !== 404) throw new Error(text);
            const page = getIn(body, ["items"]);
            for (const object of Array.isArray(page) ? (page as unknown[]) : []) put(found, object, read);
            const more = getIn(body, ["metadata", "continue"]);
            next = typeof more === "string" ? more : "";
            if (next !== "") continue;
            items = found;
            version++;
            listed = true;
            return status === 404 ? undefined : String(getIn(body, ["metadata", "resourceVersion"]));
        }
    };
    const change = (event: unknown): string => {
        const type = getIn(event, ["type"]);
        const object = getIn(event, ["object"]);
        // Too old a version, mostly: it is listed again.
        if (type === "ERROR") throw new Error(String(getIn(object, ["message"])));
        if (type === "DELETED") items.delete(keyOf(object));
        else if (type !== "BOOKMARK") put(items, object, read);
        if (type !== "BOOKMARK") version++;
        return String(getIn(object, ["metadata", "resourceVersion"]));
    };
    const run = async (): Promise<void> => {
        while (!signal.aborted) {
            try {
                let since = await list();
                while (since !== undefined) since = await watch(access, path, since, change, signal);
            } catch {
                // The server is away, or forgot what has changed since: all is listed again.
            }
            await sleep(PAUSE, undefined, { signal }).catch(() => undefined);
        }
        api.close();
    };
    void run();
    return { items: () => [...items.values()], version: () => version, listed: () => listed };
}

/** Hands over what changes until the server ends it, and returns from where to go on. */
function watch(
    access: Access,
    path: string,
    since: string,
    change: (event: unknown) => string,
    signal: AbortSignal,
): Promise<string> {
    const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${WATCH}&resourceVersion=${since}`;
    const headers = { accept: "application/json", authorization: `Bearer ${access.token}` };
    return new Promise((resolve, reject) => {
        const sent = request(`${access.server}${path}?${query}`, { headers, ca: access.authority, signal });
        sent.on("error", reject);
        sent.once("response", (response) => {
            let reached = since;
            let rest = "";
            response.setEncoding("utf8");
            response.on("data", (text: string) => {
                const lines = (rest + text).split("\n");
                rest = lines.pop() ?? "";
                try {
                    for (const line of lines) reached = change(JSON.parse(line));
                } catch (error) {
                    response.destroy(error as Error);
                }
            });
            response.on("error", reject);
            response.once("close", () => resolve(reached));
        });
        sent.end();
    });
}

function put<T>(items: Map<string, T>, object: unknown, read: (object: unknown) => T | undefined): void {
    const kept = read(object);
    if (kept === undefined) items.delete(keyOf(object));
    else items.set(keyOf(object), kept);
}

function keyOf(object: unknown): string {
    const [namespace, name] = ["namespace", "name"].map((key) => getIn(object, ["metadata", key]));
    return `${String(namespace)}/${String(name)}`;
}
