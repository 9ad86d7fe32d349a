import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";

import { WindlassError } from "../../lifecycle/kit/errors";
import { NetworkError } from "../http/network-error";
import { backoff, isTransient, requestedWait } from "../http/retry";
import { withTimeLimit } from "../http/time-limit";
import { addressBelow } from "../http/web-address";
import { type ForgeContext, field } from "./context";

type Environment = Readonly<Record<string, string | undefined>>;

export interface GitHubArgs extends Pick<ForgeContext, "api" | "owner" | "repository" | "token"> {
    /** Variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
    readonly env: Environment;
    readonly signal?: AbortSignal;
    /** Milliseconds before the first retry. @default 1000 */
    readonly firstWait?: number;
}

/** What is asked of the repository's part of the API. */
export interface ApiCall {
    readonly method: "GET" | "POST" | "PATCH";
    /** Segments below `/repos/OWNER/NAME`; each is encoded, so none climbs out of it. */
    readonly path: readonly string[];
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: Readonly<Record<string, unknown>>;
}

const ATTEMPTS = 4;
const TIMEOUT = 30_000;
/** Longest wait a server may ask for, in milliseconds. */
const PATIENCE = 120_000;
const MAX_ANSWER = 16 * 1024 * 1024;
const PAGE = 100;
const MAX_PAGES = 30;

/**
 * The part of GitHub's REST API about one repository: JSON in and out, bounded in time and size, never following a redirect,
 * because each request carries the token. Only requests that may be repeated are: a POST is tried again only when the server
 * says that it has not looked at it.
 */
export class GitHub {
    private dispatcher: Promise<Dispatcher> | undefined;

    public constructor(private readonly args: GitHubArgs) {}

    /**
     * @returns the answer, parsed; undefined where it is empty
     * @throws WindlassError when GitHub refuses; NetworkError when it cannot be reached
     */
    public async call(call: ApiCall): Promise<unknown> {
        const { api, owner, repository, signal, firstWait = 1000 } = this.args;
        const url = addressBelow(api, "repos", owner, repository, ...call.path);
        for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
        for (let attempt = 1; ; attempt++) {
            signal?.throwIfAborted();
            const answer = await this.attempt(url, call);
            if (answer.status >= 200 && answer.status < 300) return answer.value;
            const again = answer.status !== 0 && isTransient(answer.status, answer.headers);
            const untouched = answer.status === 403 || answer.status === 429;
            const repeatable = call.method === "GET" || untouched;
            const wait =
                requestedWait(answer.headers, Date.now()) ?? backoff(attempt, firstWait, Math.random());
            const retries = repeatable && (again || answer.status === 0);
            if (!retries || attempt >= ATTEMPTS || wait > PATIENCE) throw refusal(url, answer, call);
            await sleep(wait, undefined, signal ? { signal } : {});
        }
    }

    /** All items of a list, page by page. */
    public async list(
        path: readonly string[],
        query: Readonly<Record<string, string>> = {},
    ): Promise<readonly unknown[]> {
        const items: unknown[] = [];
        for (let page = 1; page <= MAX_PAGES; page++) {
            const paged = { ...query, per_page: String(PAGE), page: String(page) };
            const answer = await this.call({ method: "GET", path, query: paged });
            if (!Array.isArray(answer))
                throw new NetworkError({ value: path.join("/"), rule: "answered no list" });
            items.push(...(answer as unknown[]));
            if (answer.length < PAGE) return items;
        }
        throw new NetworkError({
            value: path.join("/"),
            rule: `answered more than ${MAX_PAGES * PAGE} items`,
        });
    }

    /** Lets go of every connection. */
    public async close(): Promise<void> {
        await (await this.dispatcher)?.destroy();
    }

    private async attempt(url: URL, call: ApiCall): Promise<Answer> {
        const { signal } = this.args;
        try {
            return await withTimeLimit(TIMEOUT, signal ? [signal] : [], (limit) =>
                this.exchange(url, call, limit),
            );
        } catch {
            signal?.throwIfAborted();
            return { status: 0, headers: { get: () => null }, value: undefined };
        }
    }

    private async exchange(url: URL, { method, body }: ApiCall, signal: AbortSignal): Promise<Answer> {
        const { fetch } = await import("undici");
        const dispatcher = await (this.dispatcher ??= openDispatcher(this.args.env));
        const response = await fetch(url, {
            method,
            headers: {
                accept: "application/vnd.github+json",
                authorization: `Bearer ${this.args.token}`,
                "user-agent": "windlass",
                "x-github-api-version": "2022-11-28",
                ...(body ? { "content-type": "application/json" } : {}),
            },
            body: body ? JSON.stringify(body) : null,
            redirect: "manual",
            dispatcher,
            signal,
        });
        const chunks: Uint8Array[] = [];
        let size = 0;
        for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
            size += chunk.length;
            if (size > MAX_ANSWER) throw new Error("too much");
            chunks.push(chunk);
        }
        return {
            status: response.status,
            headers: response.headers,
            value: parsed(Buffer.concat(chunks)),
        };
    }
}

/** Lets a piece of work use the API, and closes it whatever happens. */
export async function withGitHub<T>(args: GitHubArgs, work: (github: GitHub) => Promise<T>): Promise<T> {
    const github = new GitHub(args);
    try {
        return await work(github);
    } finally {
        await github.close();
    }
}

interface Answer {
    /** 0 where there was none. */
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    readonly value: unknown;
}

async function openDispatcher(env: Environment): Promise<Dispatcher> {
    const { EnvHttpProxyAgent } = await import("undici");
    const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
    const [httpProxy, httpsProxy, noProxy] = [read("HTTP_PROXY"), read("HTTPS_PROXY"), read("NO_PROXY")];
    return new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy, connect: { timeout: 10_000 } });
}

function parsed(bytes: Buffer): unknown {
    try {
        return JSON.parse(bytes.toString("utf8")) as unknown;
    } catch {
        return undefined;
    }
}

function refusal(url: URL, { status, value }: Answer, { method }: ApiCall): WindlassError {
    const about = { key: `${method} ${url.pathname}`, value: field(value, "message") };
    switch (status) {
        case 0:
            return new NetworkError({
                ...about,
                rule: "GitHub does not answer",
                remedy: "Run it again later",
            });
        case 401:
            return new WindlassError({
                ...about,
                rule: "GitHub refuses the token",
                remedy: "Give a valid GITHUB_TOKEN",
            });
        case 403:
        case 404:
            return new WindlassError({
                ...about,
                rule: `GitHub answered ${status}: the token may not do this, or there is no such thing`,
                remedy: "Give the job the permission docs/automation.md names",
            });
        case 422:
            return new WindlassError({ ...about, rule: "GitHub refuses what was sent" });
        default:
            return new NetworkError({
                ...about,
                rule: `GitHub answered ${status}`,
                remedy: "Run it again later",
            });
    }
}
