import { rmSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from "node:http";
import { type Socket, connect } from "node:net";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { KubeApi } from "./kube-api-source";
import { type LoopbackServer, listenOnLoopback } from "./loopback-server";
import { serviceAddress } from "./service-address";

/**
 * Ports of 127.0.0.1 where Services are answered, by `<service>.<namespace>:<port>`, such as `istiod.istio-system:443`.
 * It may change while a proxy runs.
 */
export type ServiceRoutes = ReadonlyMap<string, number>;

export interface ServiceProxyArgs {
    /** API server whose Services are meant. */
    readonly api: Pick<KubeApi, "request">;
    readonly routes: ServiceRoutes;
    /** Where the API server asks it: `egressSocket` of the control plane's layout. */
    readonly socket: string;
}

/** Milliseconds in which a program that a route names may begin to listen. */
const PATIENCE = 10_000;
const STEP = 100;

/**
 * Leads those who call a Service to the program of this machine that answers for it, as no pod does: the API server with
 * its webhooks, by CONNECT over a socket (https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity), and host
 * processes that take it for their HTTP proxy. What no route names is refused with 502; nothing leaves the loopback.
 *
 * It lives in this process and ends with it.
 *
 * @returns The proxy of host processes; to stop it ends the API server's as well, and every connection.
 */
export async function startServiceProxy({ api, routes, socket }: ServiceProxyArgs): Promise<LoopbackServer> {
    const open = new Set<Socket>();
    const servers = [createServer(), createServer()] as const;
    const dial = async (authority: string): Promise<Socket | undefined> => {
        const { hostname, port } = new URL(`http://${authority}`);
        const service = await serviceAddress(hostname, port || "80", api);
        return service === undefined ? undefined : await connectTo(() => routes.get(service));
    };
    for (const server of servers) {
        server.on("connection", (client: Socket) => remember(open, client));
        server.on("connect", ({ url = "" }: IncomingMessage, client: Socket) => {
            client.on("error", () => client.destroy());
            const answer = (target: Socket | undefined): void => {
                if (!target) return void client.end("HTTP/1.1 502 No Such Service\r\n\r\n");
                remember(open, target);
                client.once("close", () => target.destroy());
                target.once("close", () => client.destroy());
                client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
                target.pipe(client).pipe(target);
            };
            dial(url).then(answer, () => answer(undefined));
        });
        server.on("request", (incoming: IncomingMessage, response: ServerResponse) => {
            const { host } = URL.canParse(incoming.url ?? "") ? new URL(incoming.url ?? "") : { host: "" };
            const forward = (target: Socket | undefined): void => {
                if (!target) return void response.writeHead(502).end(`No Service is ${host}\n`);
                remember(open, target);
                forwardRequest(incoming, response, target);
            };
            dial(host).then(forward, () => forward(undefined));
        });
    }
    const [forApiServer, forClients] = servers;
    await listenOnSocket(forApiServer, socket);
    const clients = await listenOnLoopback(forClients);
    return {
        ...clients,
        stop: async () => {
            const closed = new Promise((resolve) => forApiServer.close(resolve));
            for (const each of open) each.destroy();
            await Promise.all([closed, clients.stop()]);
        },
    };
}

/** A connection to a port of the loopback; undefined where there is no port, or nobody listens in time. */
async function connectTo(portNow: () => number | undefined): Promise<Socket | undefined> {
    const end = performance.now() + PATIENCE;
    for (;;) {
        const port = portNow();
        if (port === undefined) return undefined;
        const socket = await tryPort(port);
        if (socket || performance.now() > end) return socket;
        await sleep(STEP);
    }
}

function tryPort(port: number): Promise<Socket | undefined> {
    return new Promise((resolve) => {
        const socket = connect({ host: "127.0.0.1", port });
        socket.once("connect", () => resolve(socket));
        // Stays: what happens to an open connection later is told by its close.
        socket.on("error", () => resolve(undefined));
    });
}

function forwardRequest(incoming: IncomingMessage, response: ServerResponse, target: Socket): void {
    const { pathname, search } = new URL(incoming.url ?? "");
    const { method, headers } = incoming;
    const outgoing = request({ method, headers, path: pathname + search, createConnection: () => target });
    outgoing.once("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
    });
    outgoing.once("error", () => response.destroy());
    response.once("close", () => target.destroy());
    incoming.pipe(outgoing);
}

function remember(open: Set<Socket>, socket: Socket): void {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
}

function listenOnSocket(server: Server, socket: string): Promise<void> {
    // One that nobody listens on any more is in the way of the next.
    rmSync(socket, { force: true });
    return new Promise((resolve, reject) => {
        server.once("error", reject);
        // Relative where it can be: the path of a socket may have 107 bytes.
        server.listen(relative(process.cwd(), socket), resolve);
    });
}
