import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request as tlsRequest } from "node:https";

import { WindlassError } from "../../lifecycle/kit/errors";
import { getIn, textIn } from "../../lifecycle/kit/json-path";
import { describeFailure } from "../http/http-problems";
import { NetworkError } from "../http/network-error";
import { withTimeLimit } from "../http/time-limit";

export interface OpenClusterArgs {
    /** Name of a context of the kubeconfig. */
    readonly context: string;
    /** Kubeconfig as text. @default the files kubectl would read */
    readonly kubeconfig?: string;
    readonly signal?: AbortSignal;
    /** Milliseconds for one page. @default 15000 */
    readonly timeout?: number;
}

/** A kind of objects, in one namespace or in all. */
export interface ResourceName {
    /** `v1`, `apps/v1`. */
    readonly apiVersion: string;
    /** Plural, as in addresses: `pods`. */
    readonly resource: string;
    /** @default all */
    readonly namespace?: string;
}

/** One object. */
export interface ObjectName extends ResourceName {
    readonly namespace: string;
    readonly name: string;
    /** `status`. @default the object itself */
    readonly subresource?: string;
}

/** A change of one object. */
export interface PatchArgs {
    /**
     * `merge`: a JSON merge patch. `apply`: server-side apply, which takes fields from others; what the same owner has applied
     * before and leaves out is removed.
     */
    readonly how: "merge" | "apply";
    /** Owner of the fields. */
    readonly manager: string;
    /** With `metadata.resourceVersion` it only takes what was not changed since, with `metadata.uid` that very object. */
    readonly body: Readonly<Record<string, unknown>>;
}

export interface ListArgs<T> {
    /** Objects a page. @default 500 */
    readonly limit?: number;
    readonly labelSelector?: string;
    readonly fieldSelector?: string;
    /** Whether a kind that is not installed (404) has no objects; else that is an error. @default false */
    readonly isOptional?: boolean;
    /** What is kept of an object; undefined keeps nothing of it. Everything else of the page is let go. */
    readonly transform: (object: unknown) => T | undefined;
}

/** What a dry run came to. */
export type DryRunAnswer =
    | {
          /** Whether there is no such object yet. */
          readonly isNew: boolean;
          /** The whole object, as it would be. */
          readonly object: unknown;
      }
    /** Why the API server would refuse it. */
    | { readonly refusal: string };

/** A page of a list. */
export interface Page<T> {
    readonly items: readonly T[];
    /** Version a watch can go on from: of the whole list, on every page. */
    readonly resourceVersion: string;
}

/** What happened to an object. */
export interface WatchEvent<T> {
    readonly type: "added" | "modified" | "deleted";
    readonly item: T;
}

/** Largest page, and largest event of a watch, in bytes. */
const MAX_SIZE = 64 * 1024 * 1024;

/** The parameters of a request; those that are undefined are left out. */
type Query = Readonly<Record<string, string | undefined>>;

/** A cluster, with the credentials of a kubeconfig's context. It knows no kinds, and changes nothing but by {@link patch}. */
export class Cluster {
    private constructor(
        private readonly args: OpenClusterArgs,
        private readonly server: URL,
        private readonly options: RequestOptions,
    ) {}

    /**
     * Reads the kubeconfig; nothing is asked of the cluster yet. A program the context names for its credentials is run.
     *
     * @throws WindlassError when there is no such context
     */
    public static async open(args: OpenClusterArgs): Promise<Cluster> {
        // Loaded where a cluster is read at all: the library takes its time.
        const { KubeConfig } = await import("@kubernetes/client-node");
        const config = new KubeConfig();
        if (args.kubeconfig === undefined) config.loadFromDefault();
        else config.loadFromString(args.kubeconfig);
        // Without any kubeconfig the library makes one up.
        const known = config.getContexts().flatMap(({ name }) => (name === "loaded-context" ? [] : [name]));
        const { context } = args;
        config.setCurrentContext(context);
        const cluster = known.includes(context) ? config.getCurrentCluster() : null;
        if (!cluster) {
            throw new WindlassError({
                key: "context",
                value: context,
                rule: `the kubeconfig has no such context${known.length > 0 ? `, but ${known.slice(0, 8).join(", ")}` : ""}`,
                remedy: "Point KUBECONFIG at the file that has it, or correct the name",
            });
        }
        const options: RequestOptions = {};
        await config.applyToHTTPSOptions(options);
        return new Cluster(args, new URL(cluster.server), options);
    }

    /**
     * A list, page by page: no more than one page is ever held.
     *
     * @throws NetworkError when the cluster does not answer; WindlassError when it refuses
     */
    public async *list<T>(name: ResourceName, args: ListArgs<T>): AsyncGenerator<Page<T>> {
        const { limit = 500, labelSelector, fieldSelector, isOptional = false, transform } = args;
        let next: string | undefined;
        do {
            const query = { limit: String(limit), continue: next, labelSelector, fieldSelector };
            const page = await this.page(name, query, isOptional);
            const items = getIn(page, ["items"]);
            if (!Array.isArray(items)) throw this.problem("sent no list");
            yield {
                items: (items as unknown[]).map(transform).filter((item) => item !== undefined),
                resourceVersion: textIn(page, ["metadata", "resourceVersion"]) ?? "",
            };
            next = textIn(page, ["metadata", "continue"]) || undefined;
        } while (next !== undefined);
    }

    /**
     * Keeps up with a list: every object that is there first, as "added", then what happens to it. A watch that ends goes on
     * where it was; one whose place the server no longer knows (410) begins anew, and what is gone by then is not told: `restart`
     * is called before the list comes again.
     *
     * Ends with the signal, and with an error of the cluster.
     */
    public async *watch<T>(
        name: ResourceName,
        { restart, ...args }: ListArgs<T> & { readonly restart?: () => void },
    ): AsyncGenerator<WatchEvent<T>> {
        const { labelSelector, fieldSelector, transform } = args;
        for (;;) {
            restart?.();
            let resourceVersion = "";
            for await (const page of this.list(name, args)) {
                resourceVersion = page.resourceVersion;
                for (const item of page.items) yield { type: "added", item };
            }
            for (let isKnown = true; isKnown;) {
                const query = {
                    watch: "1",
                    allowWatchBookmarks: "true",
                    timeoutSeconds: "300",
                    resourceVersion,
                    labelSelector,
                    fieldSelector,
                };
                for await (const line of this.lines(name, query)) {
                    const event = parse(line);
                    const [type, object] = [textIn(event, ["type"]), getIn(event, ["object"])];
                    if (type === "ERROR" || type === undefined) {
                        if (getIn(object, ["code"]) !== 410)
                            throw this.problem("ended a watch with an error");
                        isKnown = false;
                        break;
                    }
                    resourceVersion = textIn(object, ["metadata", "resourceVersion"]) ?? resourceVersion;
                    const kind = EVENTS[type];
                    const item = kind && transform(object);
                    if (kind && item !== undefined) yield { type: kind, item };
                }
            }
        }
    }

    /**
     * What stands at a path of the API: an object, the version, the kinds of a group. Undefined where there is nothing (404).
     *
     * @param path - `/version`, `/apis/apps/v1`, `/api/v1/namespaces/istio-system`
     * @throws NetworkError when the cluster does not answer; WindlassError when it refuses
     */
    public async read(path: string): Promise<unknown> {
        const { status, body } = await this.answer(path, {});
        if (status === 404) return undefined;
        if (status === 200) return body;
        throw this.refusal(status, textIn(body, ["message"]));
    }

    /**
     * What an object would be after a server-side apply that takes all its fields, without anything being written.
     *
     * @throws NetworkError when the cluster does not answer
     */
    public async dryRun(path: string, manager: string, body: unknown): Promise<DryRunAnswer> {
        const query = { dryRun: "All", fieldManager: manager, force: "true" };
        const text = JSON.stringify(body);
        const sent = { method: "PATCH", body: text, contentType: PATCH_TYPES.apply };
        const answer = await this.answer(path, query, sent);
        if (answer.status < 300) return { isNew: answer.status === 201, object: answer.body };
        return { refusal: textIn(answer.body, ["message"]) ?? `it answered ${answer.status}` };
    }

    private async answer(
        path: string,
        query: Query,
        sent?: { readonly method: string; readonly body: string; readonly contentType: string },
    ): Promise<{ readonly status: number; readonly body: unknown }> {
        const { signal, timeout = 15_000 } = this.args;
        return this.guarded(() =>
            withTimeLimit(timeout, signal ? [signal] : [], async (stop) => {
                const response = await this.send(path, query, stop, sent);
                return { status: response.statusCode ?? 0, body: parse(await readText(response)) };
            }),
        );
    }

    /**
     * Changes one object.
     *
     * @returns whether it was changed: not where somebody else was faster (409), or it is gone (404)
     * @throws NetworkError when the cluster does not answer; WindlassError when it refuses
     */
    public async patch(name: ObjectName, { how, manager, body }: PatchArgs): Promise<boolean> {
        const { signal, timeout = 15_000 } = this.args;
        const query = { fieldManager: manager, force: how === "apply" ? "true" : undefined };
        const text = JSON.stringify(body);
        const sent = { method: "PATCH", body: text, contentType: PATCH_TYPES[how] };
        return this.guarded(() =>
            withTimeLimit(timeout, signal ? [signal] : [], async (stop) => {
                const response = await this.send(objectPathOf(name), query, stop, sent);
                const answer = parse(await readText(response));
                const status = response.statusCode ?? 0;
                if (status === 409 || status === 404) return false;
                if (status < 300) return true;
                throw this.refusal(
                    status,
                    textIn(answer, ["message"]),
                    `Give the user the right to patch ${resourceOf(name)}`,
                );
            }),
        );
    }

    /** Closes the connections that are kept. */
    public close(): void {
        if (typeof this.options.agent === "object") this.options.agent.destroy();
    }

    private async page(name: ResourceName, query: Query, isOptional: boolean): Promise<unknown> {
        const { signal, timeout = 15_000 } = this.args;
        return this.guarded(() =>
            withTimeLimit(timeout, signal ? [signal] : [], async (stop) => {
                const response = await this.get(name, query, stop);
                const text = await readText(response);
                const body = parse(text);
                // A list that took too long goes on, with what has changed meanwhile in it.
                const token = textIn(body, ["metadata", "continue"]);
                if (response.statusCode === 410 && token) {
                    return this.page(name, { ...query, continue: token }, isOptional);
                }
                if (response.statusCode === 200) return body;
                if (response.statusCode === 404 && isOptional) return { items: [] };
                throw this.refusal(response.statusCode ?? 0, textIn(body, ["message"]));
            }),
        );
    }

    private async *lines(name: ResourceName, query: Query): AsyncGenerator<string> {
        const { signal = new AbortController().signal } = this.args;
        const response = await this.guarded(() => this.get(name, query, signal));
        if (response.statusCode === 410) {
            yield JSON.stringify({ type: "ERROR", object: { code: 410 } });
            return;
        }
        if (response.statusCode !== 200) throw this.refusal(response.statusCode ?? 0, undefined);
        try {
            let rest = "";
            response.setEncoding("utf8");
            for await (const chunk of response as AsyncIterable<string>) {
                const lines = (rest + chunk).split("\n");
                rest = lines.pop() ?? "";
                if (rest.length > MAX_SIZE) throw this.problem("sent an event that is too large");
                yield* lines;
            }
        } catch (error) {
            signal.throwIfAborted();
            // A connection that breaks ends a watch like any other end: it goes on where it was.
            if (error instanceof WindlassError) throw error;
        } finally {
            response.destroy();
        }
    }

    private get(name: ResourceName, query: Query, signal: AbortSignal): Promise<IncomingMessage> {
        return this.send(pathOf(name), query, signal);
    }

    private send(
        path: string,
        query: Query,
        signal: AbortSignal,
        sent?: { readonly method: string; readonly body: string; readonly contentType: string },
    ): Promise<IncomingMessage> {
        const url = new URL(this.server);
        url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
        for (const [key, value] of Object.entries(query))
            if (value !== undefined) url.searchParams.set(key, value);
        // The agent carries the certificates, and a proxy where the cluster names one.
        const { headers, auth, agent } = this.options;
        const own = { accept: "application/json", "user-agent": "windlass" };
        const content = sent && { "content-type": sent.contentType };
        const options = {
            method: sent?.method,
            auth,
            headers: { ...headers, ...own, ...content },
            agent,
            signal,
        };
        const send = url.protocol === "https:" ? tlsRequest : plainRequest;
        return new Promise((resolve, reject) => {
            send(url, options, resolve).once("error", reject).end(sent?.body);
        });
    }

    /** Says what a failure of the connection means. */
    private async guarded<T>(work: () => Promise<T>): Promise<T> {
        try {
            return await work();
        } catch (error) {
            this.args.signal?.throwIfAborted();
            if (error instanceof WindlassError) throw error;
            throw this.problem(describeFailure(error));
        }
    }

    private problem(rule: string): NetworkError {
        return new NetworkError({
            key: `context ${this.args.context}`,
            value: this.server.href,
            rule,
            remedy: "Check that the cluster is up and can be reached from here: kubectl --context … version",
        });
    }

    private refusal(
        status: number,
        message: string | undefined,
        right = "Give the user the right to get, list and watch",
    ): WindlassError {
        if (status !== 401 && status !== 403) return this.problem(`answered ${status}`);
        const said = message === undefined ? "" : ` (${message.replace(/[^\x20-\x7e]/g, "?").slice(0, 200)})`;
        return new WindlassError({
            key: `context ${this.args.context}`,
            value: this.server.href,
            rule: status === 401 ? `refuses the credentials${said}` : `does not allow this${said}`,
            remedy: status === 401 ? "Sign in anew" : right,
        });
    }
}

const EVENTS: Readonly<Record<string, WatchEvent<unknown>["type"]>> = {
    ADDED: "added",
    MODIFIED: "modified",
    DELETED: "deleted",
};

const PATCH_TYPES: Readonly<Record<PatchArgs["how"], string>> = {
    merge: "application/merge-patch+json",
    apply: "application/apply-patch+yaml",
};

function resourceOf({ resource, subresource }: ObjectName): string {
    return subresource === undefined ? resource : `${resource}/${subresource}`;
}

function objectPathOf({ name, subresource, ...kind }: ObjectName): string {
    return [pathOf(kind), encodeURIComponent(name), ...(subresource === undefined ? [] : [subresource])].join(
        "/",
    );
}

function pathOf({ apiVersion, resource, namespace }: ResourceName): string {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return `${root}${namespace === undefined ? "" : `/namespaces/${namespace}`}/${resource}`;
}

async function readText(response: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_SIZE)
            throw new WindlassError({ rule: `The cluster sent more than ${MAX_SIZE} bytes` });
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
