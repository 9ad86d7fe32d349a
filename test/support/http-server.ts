import {
    type IncomingHttpHeaders,
    type IncomingMessage,
    type Server,
    type ServerResponse,
    createServer,
} from "node:http";
import { type AddressInfo, type Socket, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, beforeEach } from "mocha";
import { loopbackOnly } from "./loopback-guard";

/** One answer of the server, with the fault it is to show. */
export interface Reply {
    /** @default 200 */
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
    /** Milliseconds before the first byte. */
    readonly delay?: number;
    /** Milliseconds between single bytes: a slow-loris. */
    readonly drip?: number;
    /** Promises the whole body and hangs up after this many bytes. */
    readonly cutAfter?: number;
    /** Sends this much more of the body's last byte, in chunks, without a length. */
    readonly flood?: number;
    /** Hangs up without a word. */
    readonly reset?: true;
}

/** An answer that depends on the request. */
export type Responder = (request: RecordedRequest) => Reply | Promise<Reply>;

/** A request as the server saw it. */
export interface RecordedRequest {
    readonly method: string;
    /** With its query. */
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

/** A server on the loopback that answers as it is told and shows every fault a network has. */
export class FaultServer {
    public readonly requests: RecordedRequest[] = [];
    private readonly routes = new Map<string, (Reply | Responder)[]>();
    private readonly sockets = new Set<Socket>();
    private readonly server: Server = createServer((request, response) => {
        this.answer(request, response).catch(() => response.destroy());
    });

    /** `http://127.0.0.1:PORT` */
    public get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** Answers a path with these replies, one a request; the last one stays. A path nobody named is a 404. */
    public on(path: string, ...replies: (Reply | Responder)[]): void {
        this.routes.set(path, [...replies]);
    }

    /** Paths that were asked for, in order. */
    public get paths(): string[] {
        return this.requests.map(({ path }) => path);
    }

    public async start(): Promise<void> {
        // As a proxy it leads every tunnel back to itself.
        this.server.on("connect", ({ url: path = "", headers }: IncomingMessage, socket: Socket) => {
            this.requests.push({ method: "CONNECT", path, headers, body: "" });
            const inner = connect((this.server.address() as AddressInfo).port, "127.0.0.1");
            for (const end of [socket, inner]) end.on("error", () => socket.destroy());
            socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
            inner.pipe(socket).pipe(inner);
        });
        this.server.on("connection", (socket: Socket) => {
            this.sockets.add(socket);
            socket.on("close", () => this.sockets.delete(socket));
        });
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    }

    public async stop(): Promise<void> {
        for (const socket of this.sockets) socket.destroy();
        await new Promise((resolve) => this.server.close(resolve));
    }

    public reset(): void {
        this.requests.length = 0;
        this.routes.clear();
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        const { method = "", url: path = "", headers } = request;
        const recorded = { method, path, headers, body: Buffer.concat(chunks).toString("latin1") };
        this.requests.push(recorded);
        const queue = this.routes.get(path) ?? this.routes.get(path.split("?")[0] ?? "");
        const next = (queue && queue.length > 1 ? queue.shift() : queue?.[0]) ?? {
            status: 404,
            body: "Not Found",
        };
        await send(response, method, typeof next === "function" ? await next(recorded) : next);
    }
}

async function send(response: ServerResponse, method: string, reply: Reply): Promise<void> {
    if (reply.delay) await sleep(reply.delay);
    if (reply.reset) {
        response.destroy();
        return;
    }
    const body = Buffer.from(reply.body ?? "");
    const length = reply.flood === undefined ? { "content-length": String(body.length) } : {};
    response.writeHead(reply.status ?? 200, { ...length, ...reply.headers });
    if (method === "HEAD") {
        response.end();
        return;
    }
    if (reply.cutAfter !== undefined) {
        response.write(body.subarray(0, reply.cutAfter));
        await sleep(20);
        response.destroy();
        return;
    }
    if (reply.drip !== undefined) {
        for (const byte of body) {
            if (response.destroyed) return;
            response.write(Buffer.of(byte));
            await sleep(reply.drip);
        }
    } else response.write(body);
    const filler = Buffer.alloc(64 * 1024, body.at(-1) ?? 0);
    for (let sent = 0; sent < (reply.flood ?? 0) && !response.destroyed; sent += filler.length) {
        if (!response.write(filler))
            await new Promise((resolve) => response.once("drain", resolve).once("close", resolve));
    }
    response.end();
}

/** A fault server for a suite, emptied before each test; the suite can ask nothing but the loopback. Call it in `describe`. */
export function faultServer(): FaultServer {
    loopbackOnly();
    const server = new FaultServer();
    before(() => server.start());
    beforeEach(() => server.reset());
    after(() => server.stop());
    return server;
}
