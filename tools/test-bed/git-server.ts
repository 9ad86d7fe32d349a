import { spawn } from "node:child_process";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";

import { type LoopbackServer, listenOnLoopback } from "./loopback-server";

/** How {@link startGitServer} serves. */
export interface GitServerArgs {
    /** Folder of bare repositories: `shop.git` in it is `<url>/shop.git`. */
    readonly folder: string;
    /** Port of 127.0.0.1. @default a free one */
    readonly port?: number;
}

/**
 * Serves bare repositories for reading over Git's smart HTTP protocol, by Git's own `http-backend`. Who writes to one pushes
 * through the file system.
 *
 * @see https://git-scm.com/docs/git-http-backend
 */
export function startGitServer({ folder, port }: GitServerArgs): Promise<LoopbackServer> {
    const server: Server = createServer((request, response) => answer(folder, request, response));
    return listenOnLoopback(server, port);
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
    const child = spawn("git", ["http-backend"], {
        env: {
            PATH: process.env["PATH"] ?? "",
            GIT_PROJECT_ROOT: folder,
            GIT_HTTP_EXPORT_ALL: "1",
            // The repositories may belong to another user than the one that serves them, as in a container.
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: "safe.directory",
            GIT_CONFIG_VALUE_0: "*",
            PATH_INFO: decodeURIComponent(pathname),
            QUERY_STRING: search.slice(1),
            REQUEST_METHOD: request.method ?? "GET",
            REMOTE_ADDR: "127.0.0.1",
            CONTENT_TYPE: request.headers["content-type"] ?? "",
            HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
            GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        },
        stdio: ["pipe", "pipe", "ignore"],
    });
    child.once("error", () => response.destroy());
    // It may have answered before it has read everything.
    child.stdin.on("error", () => undefined);
    response.once("close", () => child.kill());
    request.pipe(child.stdin);
    let head = Buffer.alloc(0);
    const readHead = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf("\r\n\r\n");
        if (end < 0) return;
        child.stdout.off("data", readHead);
        const fields = head.toString("latin1", 0, end).split("\r\n");
        response.writeHead(...parseHead(fields));
        response.write(head.subarray(end + 4));
        child.stdout.pipe(response);
    };
    child.stdout.on("data", readHead);
    child.stdout.once("end", () => {
        if (!response.headersSent) response.writeHead(502).end();
    });
}

/** Status and headers of a CGI program's answer (RFC 3875, 6.2). */
function parseHead(fields: readonly string[]): [number, Record<string, string>] {
    const headers: Record<string, string> = {};
    let status = 200;
    for (const field of fields) {
        const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(field) ?? [];
        if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
        else headers[name] = value;
    }
    return [status, headers];
}
