import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";

import { freePort } from "../../../tools/test-bed/free-port-source";
import type { LoopbackServer } from "../../../tools/test-bed/loopback-server";
import { startServiceProxy } from "../../../tools/test-bed/service-proxy";
import { FaultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the service proxy", () => {
    const socket = join(temporaryFolder(), "egress.sock");
    const routes = new Map<string, number>();
    const server = new FaultServer();
    const api = {
        request: () => Promise.resolve({ status: 200, text: "", body: { items: [] }, warnings: [] }),
    };
    let proxy: LoopbackServer;
    const portOf = (url: string) => Number(new URL(url).port);

    before(async () => {
        await server.start();
        proxy = await startServiceProxy({ api, routes, socket });
    });
    beforeEach(() => {
        server.reset();
        routes.clear();
    });
    after(async () => {
        await proxy.stop();
        await server.stop();
    });

    /** What a CONNECT is answered with: a status, and a tunnel where it is 200. */
    function tunnelTo(target: string): Promise<readonly [number | undefined, Socket]> {
        return new Promise((resolve, reject) => {
            const asked = request({ socketPath: socket, method: "CONNECT", path: target, agent: false });
            asked.once("connect", (answer: IncomingMessage, tunnel: Socket) => {
                resolve([answer.statusCode, tunnel]);
            });
            asked.once("error", reject).end();
        });
    }

    function get(url: string, through: string): Promise<readonly [number | undefined, string]> {
        return new Promise((resolve, reject) => {
            const asked = request({ host: "127.0.0.1", port: portOf(through), path: url, agent: false });
            asked.once("response", (answer) => {
                const chunks: Buffer[] = [];
                answer.on("data", (chunk: Buffer) => chunks.push(chunk));
                answer.once("end", () => resolve([answer.statusCode, Buffer.concat(chunks).toString()]));
            });
            asked.once("error", reject).end();
        });
    }

    it("leads an API server to the program that answers for a Service", async () => {
        server.on("/ready", { body: "yes" });
        routes.set("istiod.istio-system:443", portOf(server.url));

        const [status, tunnel] = await tunnelTo("istiod.istio-system.svc:443");
        const answer = new Promise<string>((resolve) => {
            tunnel.once("data", (data: Buffer) => resolve(data.toString()));
        });
        tunnel.write("GET /ready HTTP/1.1\r\nHost: istiod\r\n\r\n");

        assert.equal(status, 200);
        assert.match(await answer, /^HTTP\/1\.1 200 OK[^]*yes$/);
        tunnel.destroy();
    });

    it("is the HTTP proxy of programs that ask a Service", async () => {
        server.on("/api/v1/query", { body: "42" });
        routes.set("prometheus.monitoring:80", portOf(server.url));

        assert.deepEqual(await get("http://prometheus.monitoring/api/v1/query?q=1", proxy.url), [200, "42"]);
        assert.deepEqual(server.paths, ["/api/v1/query?q=1"]);
    });

    it("waits for a program that is about to listen", async () => {
        const late = new FaultServer();
        const port = await freePort();
        routes.set("late.one:80", port);
        const asked = tunnelTo("late.one:80");
        setTimeout(() => routes.set("late.one:80", portOf(late.url)), 300);
        await late.start();

        const [status, tunnel] = await asked;

        assert.equal(status, 200);
        tunnel.destroy();
        await late.stop();
    });

    for (const target of ["istiod.istio-system:15012", "10.96.0.9:443", "example.com:443", "127.0.0.1:1"]) {
        it(`refuses what no route names: ${target}`, async () => {
            routes.set("istiod.istio-system:443", portOf(server.url));
            const [status, tunnel] = await tunnelTo(target);

            assert.equal(status, 502);
            tunnel.destroy();
        });
    }

    it("refuses a request for what no route names, and one that is for itself", async () => {
        assert.equal((await get("http://example.com/", proxy.url))[0], 502);
        assert.equal((await get("/", proxy.url))[0], 502);
    });

    it("ends what is open when it is stopped, and leaves no socket", async () => {
        const other = join(temporaryFolderOf(socket), "other.sock");
        const second = await startServiceProxy({ api, routes, socket: other });
        routes.set("a.b:80", portOf(server.url));
        const tunnel = await new Promise<Socket>((resolve) => {
            const asked = request({ socketPath: other, method: "CONNECT", path: "a.b:80", agent: false });
            asked.once("connect", (_answer, opened: Socket) => resolve(opened)).end();
        });
        const closed = new Promise((resolve) => tunnel.once("close", resolve));

        await second.stop();

        await closed;
        assert.equal(existsSync(other), false);
    });
});

function temporaryFolderOf(socket: string): string {
    return join(socket, "..");
}
