import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { json } from "node:stream/consumers";

import type { EngineCommand } from "../test-bed/engine-commands";
import { engineFolder } from "../test-bed/engine-process";
import type { ClusterLayout } from "../test-bed/layout";
import { type LoopbackServer, listenOnLoopback } from "../test-bed/loopback-server";

/** Where a load tester runs, and what its commands reach. */
export interface LoadTesterArgs {
    readonly layout: Pick<ClusterLayout, "engines">;
    /** Port of the simulator: it makes the load that `hey` would. */
    readonly simulator: number;
    /** The service proxy, `http://127.0.0.1:20001`: `curl` reaches Services by it. */
    readonly proxy: string;
}

/** How a load tester is started, and reached. */
export interface LoadTester {
    /** Its arguments and variables beside those of `engine-commands.ts`. */
    readonly extra: Required<Pick<EngineCommand, "args" | "env">>;
    /** Opens the door through which Flagger's calls come in. @param port The load tester's own. */
    readonly open: (port: number) => Promise<LoopbackServer>;
}

/**
 * A load tester that takes commands from one door only.
 *
 * It runs every command it is sent, and listens on all interfaces of the machine: it takes a port and no address. So it is
 * told to accept only calls of a namespace whose name ends in a secret, and the door on the loopback adds that to what
 * Flagger sends.
 *
 * Commands find a `hey` that has the simulator make the load: there is no pod that could answer a real one.
 */
export function loadTester({ layout, simulator, proxy }: LoadTesterArgs): LoadTester {
    const secret = randomBytes(16).toString("hex");
    const programs = join(engineFolder(layout, "loadtester"), "programs");
    mkdirSync(programs, { recursive: true });
    writeFileSync(join(programs, "hey"), heyScript(simulator), { mode: 0o755 });
    const PATH = [programs, process.env["PATH"] ?? ""].join(delimiter);
    return {
        extra: { args: [`-namespace-regexp=-${secret}$`], env: { PATH, http_proxy: proxy } },
        open: (port) => listenOnLoopback(door(port, secret)),
    };
}

/** Hands its arguments to the simulator, a line each. */
function heyScript(simulator: number): string {
    const url = `http://127.0.0.1:${simulator}/hey`;
    return `#!/bin/sh\nprintf '%s\\n' "$@" | exec curl --silent --show-error --fail --noproxy '*' --data-binary @- ${url}\n`;
}

function door(port: number, secret: string): ReturnType<typeof createServer> {
    return createServer((incoming, response) => {
        const forward = async (): Promise<void> => {
            const call = (await json(incoming)) as { readonly namespace?: unknown };
            const body = JSON.stringify({ ...call, namespace: `${String(call.namespace)}-${secret}` });
            const url = `http://127.0.0.1:${port}${incoming.url}`;
            const answer = await fetch(url, { method: "POST", body });
            response.writeHead(answer.status).end(await answer.text());
        };
        forward().catch((error: unknown) => response.writeHead(502).end(String(error)));
    });
}
