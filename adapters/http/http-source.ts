import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";

import { WindlassError } from "../../lifecycle/kit/errors";
import { readBody, saveBody } from "./body";
import { openDispatcher } from "./dispatcher";
import type { HttpCache } from "./http-cache-store";
import { describeFailure, givenUp, isLong, unexpected } from "./http-problems";
import type { Download, HttpAnswer, HttpRequest } from "./http-request";
import { NetworkError } from "./network-error";
import { type Followed, follow } from "./redirects";
import { backoff, isTransient, isUntouched, requestedWait } from "./retry";
import { withTimeLimit } from "./time-limit";
import { requireWebAddress } from "./web-address";

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
    /** Longest wait a server may ask for, in milliseconds. @default what is left of the budget */
    readonly patience?: number;
    /** Answers of earlier runs. @default none is kept */
    readonly cache?: HttpCache;
    /** Told, in a sentence, what a longer wait is for. */
    readonly onWait?: (sentence: string) => void;
}

/** Answers a caller decides about: success, not modified, and what no retry changes. */
const FINAL: readonly number[] = [200, 304, 401, 404, 405, 410];

/** Longest time a timer can wait for, in milliseconds: a budget may be without end. */
const LONGEST = 2 ** 31 - 1;

/** An attempt that gave no answer, and what comes next. */
interface Failure {
    readonly problem: string;
    /** Milliseconds until the next attempt. */
    readonly wait: number;
    /** Whether there is no next attempt. */
    readonly isLast: boolean;
}

/** The HTTP client of everything here: polite, bounded in time and size, https only except on the loopback. */
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
     * @throws NetworkError when there is no answer within attempts and budget; WindlassError when it is too large or leads
     * astray
     */
    public async request(address: URL | string, request: HttpRequest = {}): Promise<HttpAnswer> {
        const url = requireWebAddress(String(address));
        const cached = isCacheable(request) ? this.args.cache?.read(url.href) : undefined;
        const headers = cached ? { ...request.headers, "if-none-match": cached.etag } : request.headers;
        const answer = await this.persist(url, { ...request, headers }, async ({ response, at }) => {
            const isEmpty = request.method === "HEAD";
            const body = isEmpty ? Buffer.alloc(0) : await readBody({ ...request, response, at });
            return { status: response.status, headers: response.headers, body, url: at };
        });
        if (answer.status === 304) {
            if (cached) return { ...answer, status: 200, body: cached.body };
            throw new NetworkError({ value: url.href, rule: "answered 304 to who has no earlier answer" });
        }
        const etag = answer.headers.get("etag");
        if (etag && answer.status === 200 && isCacheable(request)) {
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
        return this.persist(url, { ...request, headers }, async ({ response, at }) => {
            if (response.status === 404 || response.status === 410) return undefined;
            if (response.status !== 200) throw unexpected(at, response.status);
            return saveBody({ ...request, response, at }, file);
        });
    }

    /** Lets go of every connection. The client must not be used any more. */
    public async close(): Promise<void> {
        this.controller.abort(new WindlassError({ rule: "The connection was closed" }));
        await (await this.dispatcher)?.destroy();
    }

    /** Attempts a request until it is answered, waiting as long as the server or patience asks. */
    private async persist<T>(
        url: URL,
        request: HttpRequest,
        read: (followed: Followed) => Promise<T>,
    ): Promise<T> {
        for (let attempt = 1; ; attempt++) {
            const done = await this.attempt(url, request, attempt, read);
            if ("value" in done) return done.value;
            const { problem, wait, isLast } = done;
            if (isLast) throw givenUp(url, problem, attempt, wait, this.limit);
            if (isLong(wait)) {
                this.args.onWait?.(`${url.host} ${problem}: waiting ${Math.ceil(wait / 1000)} seconds`);
            }
            try {
                await this.limited(this.left, (stop, begun) => {
                    begun();
                    return sleep(wait, undefined, { signal: stop });
                });
            } catch (error) {
                this.args.signal?.throwIfAborted();
                throw error;
            }
        }
    }

    private async attempt<T>(
        url: URL,
        request: HttpRequest,
        attempt: number,
        read: (followed: Followed) => Promise<T>,
    ): Promise<{ readonly value: T } | Failure> {
        // What may have been done already is not asked for again, unless the server says that it has not looked at it.
        const { method = "GET", timeout = this.args.timeout ?? 15_000 } = request;
        const isRepeatable = method === "GET" || method === "HEAD";
        try {
            return await this.limited(Math.min(timeout, this.left), async (signal, begun) => {
                const dispatcher = await (this.dispatcher ??= openDispatcher(this.args.env ?? process.env));
                const followed = await follow({ url, request, dispatcher, signal });
                begun();
                const { response, at } = followed;
                const { status, headers } = response;
                const mayPass = isTransient(status, headers);
                const failure = this.failure(`answered ${status}`, attempt, {
                    mayRepeat: mayPass && (isRepeatable || isUntouched(status)),
                    wait: requestedWait(headers, Date.now()),
                });
                const isAnswer = request.statuses === "any" ? failure.isLast : FINAL.includes(status);
                if (isAnswer) return { value: await read(followed) };
                await response.body?.cancel();
                if (!mayPass) throw unexpected(at, status);
                return failure;
            });
        } catch (error) {
            this.args.signal?.throwIfAborted();
            if (error instanceof WindlassError) throw error;
            if (this.args.answerWithin !== undefined)
                return { problem: describeFailure(error), wait: 0, isLast: true };
            return this.failure(describeFailure(error), attempt, { mayRepeat: isRepeatable });
        }
    }

    private failure(
        problem: string,
        attempt: number,
        { mayRepeat, wait: asked }: { readonly mayRepeat: boolean; readonly wait?: number },
    ): Failure {
        const { attempts = 4, firstWait = 500 } = this.args;
        const wait = asked ?? backoff(attempt, firstWait, Math.random());
        return { problem, wait, isLast: !mayRepeat || attempt >= attempts || wait >= this.limit };
    }

    /** Milliseconds that a wait has to stay below. */
    private get limit(): number {
        return Math.min(this.args.patience ?? Infinity, this.left);
    }

    /** Milliseconds that are left of the budget. */
    private get left(): number {
        return Math.max(1, this.deadline - Date.now());
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
            const limit = Math.min(milliseconds, LONGEST);
            return await withTimeLimit(limit, signals, (stop) => work(stop, begun));
        } finally {
            begun();
        }
    }
}

function isCacheable({ method = "GET", headers }: HttpRequest): boolean {
    return method === "GET" && headers?.["authorization"] === undefined;
}
