import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { finished } from "node:stream/promises";
import type { Dispatcher, Response } from "undici";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { HttpCache } from "./http-cache-store";
import { NetworkError } from "./network-error";
import { describeFailure, givenUp, isLong, unexpected } from "./http-problems";
import { neverPaused } from "./never-paused";
import { backoff, isTransient, requestedWait } from "./retry";
import { withTimeLimit } from "./time-limit";
import { redirectTarget, requireWebAddress } from "./web-address";

export interface HttpClientArgs {
    /** Variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case. @default process.env */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** Ends everything when it is aborted. */
    readonly signal?: AbortSignal;
    /** Milliseconds for all that the client is ever asked for, waits included. @default 60000 */
    readonly budget?: number;
    /** Milliseconds for one attempt, its body included. @default 15000 */
    readonly timeout?: number;
    /** Attempts at one request. @default 4 */
    readonly attempts?: number;
    /**
     * Milliseconds until an answer begins; after that many the server counts as not there, and is not asked again.
     * @default as long as an attempt may take, and every attempt
     */
    readonly answerWithin?: number;
    /** Milliseconds before the first retry; twice as long before each further one. @default 500 */
    readonly firstWait?: number;
    /** Answers of earlier runs. @default none is kept */
    readonly cache?: HttpCache;
    /** Told, in a sentence, what a longer wait is for. */
    readonly onWait?: ((sentence: string) => void) | undefined;
}

export interface HttpRequest {
    /** @default "GET" */
    readonly method?: "GET" | "HEAD" | "POST";
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Largest body, in bytes, after decompression. @default 1 MiB */
    readonly maxSize?: number;
    /** Milliseconds for one attempt. @default the client's */
    readonly timeout?: number;
}

/** An answer that was read whole: success, or something that is not there, or may not be seen. */
export interface HttpAnswer {
    readonly status: number;
    readonly headers: { get(name: string): string | null };
    readonly body: Buffer;
    /** Where it came from in the end. */
    readonly url: URL;
}

/** A file that was downloaded. */
export interface Download {
    /** SHA-256 of its bytes, in hexadecimal. */
    readonly sha256: string;
    readonly size: number;
}

const MEBIBYTE = 1024 * 1024;
const MAX_REDIRECTS = 5;
/** Answers a caller decides about: success, not modified, and what no retry changes. */
const FINAL: readonly number[] = [200, 304, 401, 404, 405, 410];

/** An HTTP client for public data: polite, bounded in time and size, https only except on the loopback. */
export class HttpClient {
    private readonly deadline: number;
    private readonly controller = new AbortController();
    private dispatcher: Promise<Dispatcher> | undefined;

    public constructor(private readonly args: HttpClientArgs = {}) {
        this.deadline = Date.now() + (args.budget ?? 60_000);
    }

    /**
     * Asks for something small.
     *
     * @returns the answer of a success, and of 304, 401, 404, 405 and 410
     * @throws NetworkError when there is no other answer within attempts and budget; WindlassError when it is too large
     * or leads astray
     */
    public async request(address: URL | string, request: HttpRequest = {}): Promise<HttpAnswer> {
        const url = requireWebAddress(String(address));
        const cached = this.isCacheable(request) ? this.args.cache?.read(url.href) : undefined;
        const headers = cached ? { ...request.headers, "if-none-match": cached.etag } : request.headers;
        const answer = await this.persist(url, { ...request, headers }, async (response, at) => {
            const body = request.method === "HEAD" ? Buffer.alloc(0) : await readBody(response, at, request);
            return { status: response.status, headers: response.headers, body, url: at };
        });
        if (answer.status === 304) {
            if (cached) return { ...answer, status: 200, body: cached.body };
            throw new NetworkError({ value: url.href, rule: "answered 304 to who has no earlier answer" });
        }
        const etag = answer.headers.get("etag");
        if (etag && answer.status === 200 && this.isCacheable(request)) {
            this.args.cache?.write(url.href, { etag, body: answer.body });
        }
        return answer;
    }

    /**
     * Downloads into a file, which is overwritten.
     *
     * @param maxSize - largest download, in bytes
     * @returns undefined when there is no such file upstream (404, 410)
     */
    public async download(
        address: URL | string,
        file: string,
        request: HttpRequest & { readonly maxSize: number },
    ): Promise<Download | undefined> {
        const url = requireWebAddress(String(address));
        // As it is: a digest is one of the file's own bytes.
        const headers = { ...request.headers, "accept-encoding": "identity" };
        return this.persist(url, { ...request, headers }, async (response, at) => {
            if (response.status === 404 || response.status === 410) return undefined;
            if (response.status !== 200) throw unexpected(at, response.status);
            const [hash, out] = [createHash("sha256"), createWriteStream(file)];
            const closed = finished(out);
            closed.catch(() => undefined);
            let size = 0;
            try {
                for await (const chunk of bodyOf(response, at, request)) {
                    hash.update(chunk);
                    size += chunk.length;
                    if (!out.write(chunk)) await Promise.race([once(out, "drain"), closed]);
                }
                out.end();
                await closed;
            } catch (error) {
                out.destroy();
                throw error;
            }
            return { sha256: hash.digest("hex"), size };
        });
    }

    /** Lets go of every connection. The client must not be used any more. */
    public async close(): Promise<void> {
        this.controller.abort(new WindlassError({ rule: "The connection was closed" }));
        await (await this.dispatcher)?.destroy();
    }

    private isCacheable({ method = "GET", headers }: HttpRequest): boolean {
        return method === "GET" && headers?.["authorization"] === undefined;
    }

    /** Attempts a request until it is answered, waiting as long as the server or patience asks. */
    private async persist<T>(
        url: URL,
        request: HttpRequest,
        read: (response: Response, at: URL) => Promise<T>,
    ): Promise<T> {
        const { attempts = 4, firstWait = 500, signal } = this.args;
        for (let attempt = 1; ; attempt++) {
            let problem: string;
            let wait: number | undefined;
            try {
                const done = await this.limited(this.timeoutOf(request), async (stop, begun) => {
                    const { response, at } = await this.follow(url, request, stop);
                    begun();
                    if (FINAL.includes(response.status)) return { value: await read(response, at) };
                    await response.body?.cancel();
                    if (!isTransient(response.status, response.headers)) {
                        throw unexpected(at, response.status);
                    }
                    return response;
                });
                if ("value" in done) return done.value;
                problem = `answered ${done.status}`;
                wait = requestedWait(done.headers, Date.now());
            } catch (error) {
                signal?.throwIfAborted();
                if (error instanceof WindlassError) throw error;
                problem = describeFailure(error);
                if (this.args.answerWithin !== undefined) throw givenUp(url, problem, attempt, 0, 1);
            }
            const left = this.deadline - Date.now();
            wait ??= backoff(attempt, firstWait, Math.random());
            if (attempt >= attempts || wait >= left) throw givenUp(url, problem, attempt, wait, left);
            if (isLong(wait)) {
                this.args.onWait?.(`${url.host} ${problem}: waiting ${Math.ceil(wait / 1000)} seconds`);
            }
            await this.limited(left, (stop, begun) => {
                begun();
                return sleep(wait, undefined, { signal: stop });
            }).catch((error: unknown) => {
                signal?.throwIfAborted();
                throw error;
            });
        }
    }

    /** One attempt: the answer at the end of the redirects. */
    private async follow(
        from: URL,
        request: HttpRequest,
        signal: AbortSignal,
    ): Promise<{ response: Response; at: URL }> {
        const { fetch } = await import("undici");
        const dispatcher = await (this.dispatcher ??= openDispatcher(this.args.env ?? process.env));
        const visited = new Set<string>();
        let headers: Record<string, string> = { "user-agent": "windlass", accept: "*/*", ...request.headers };
        for (let at = from; ;) {
            visited.add(at.href);
            const { method = "GET", body = null } = request;
            const response = await fetch(at, {
                method,
                headers,
                body,
                redirect: "manual",
                dispatcher,
                signal,
            });
            if (![301, 302, 303, 307, 308].includes(response.status)) return { response, at };
            await response.body?.cancel();
            const to = redirectTarget(at, response.headers.get("location"));
            if (method === "POST" && response.status < 307) throw unexpected(at, response.status);
            if (visited.has(to.href)) {
                throw new WindlassError({ value: from.href, rule: "redirects in a circle" });
            }
            if (visited.size > MAX_REDIRECTS) {
                throw new WindlassError({
                    value: from.href,
                    rule: `redirects more than ${MAX_REDIRECTS} times`,
                });
            }
            if (to.origin !== at.origin) {
                const { authorization: _, ...rest } = headers;
                headers = rest;
            }
            at = to;
        }
    }

    /** Milliseconds one attempt may take. */
    private timeoutOf({ timeout = this.args.timeout ?? 15_000 }: HttpRequest): number {
        return Math.max(1, Math.min(timeout, this.deadline - Date.now()));
    }

    private async limited<T>(
        milliseconds: number,
        work: (signal: AbortSignal, begun: () => void) => Promise<T>,
    ): Promise<T> {
        const { signal, answerWithin } = this.args;
        const silent = new AbortController();
        const timer =
            answerWithin === undefined
                ? undefined
                : setTimeout(() => silent.abort(new DOMException("No answer", "TimeoutError")), answerWithin);
        const begun = (): void => clearTimeout(timer);
        const signals = [...(signal ? [signal] : []), this.controller.signal, silent.signal];
        try {
            return await withTimeLimit(milliseconds, signals, (stop) => work(stop, begun));
        } finally {
            begun();
        }
    }
}

/** Opened at the first request only: most commands never ask the network, and the library takes its time to load. */
async function openDispatcher(env: Readonly<Record<string, string | undefined>>): Promise<Dispatcher> {
    const { EnvHttpProxyAgent } = await import("undici");
    const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
    return new EnvHttpProxyAgent({
        httpProxy: read("HTTP_PROXY"),
        httpsProxy: read("HTTPS_PROXY"),
        noProxy: read("NO_PROXY"),
        connect: { timeout: 10_000 },
        headersTimeout: 30_000,
        // A server that sends a byte now and then is cut off by the attempt's own timeout.
        bodyTimeout: 30_000,
        connections: 6,
    }).compose(neverPaused);
}

async function* bodyOf(
    response: Response,
    at: URL,
    { maxSize = MEBIBYTE }: HttpRequest,
): AsyncGenerator<Uint8Array> {
    const tooLarge = (): WindlassError =>
        new WindlassError({
            value: at.href,
            rule: `answered more than ${maxSize} bytes`,
            remedy: "Check the address, or the mirror behind it",
        });
    const length = Number(response.headers.get("content-length") ?? 0);
    if (length > maxSize) {
        await response.body?.cancel();
        throw tooLarge();
    }
    let size = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > maxSize) throw tooLarge();
        yield chunk;
    }
}

async function readBody(response: Response, at: URL, request: HttpRequest): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bodyOf(response, at, request)) chunks.push(chunk);
    return Buffer.concat(chunks);
}
