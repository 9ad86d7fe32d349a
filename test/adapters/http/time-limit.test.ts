import assert from "node:assert/strict";
import { type AddressInfo, type Server, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { HttpClient } from "../../../adapters/http/http-source";
import { NetworkError } from "../../../adapters/http/network-error";
import { withTimeLimit } from "../../../adapters/http/time-limit";
import { loopbackOnly } from "../../support/loopback-guard";

/** Collects garbage, as a longer run does by itself. */
function garbageCollector(): () => void {
    setFlagsFromString("--expose-gc");
    return runInNewContext("gc") as () => void;
}

describe("withTimeLimit", () => {
    const idle = (signal: AbortSignal) => sleep(60_000, undefined, { signal });

    it("gives what the work gives", async () => {
        assert.equal(await withTimeLimit(1000, [], () => Promise.resolve(7)), 7);
    });

    it("ends the work when the time is over", async () => {
        let reason: unknown;
        await assert.rejects(
            withTimeLimit(10, [], (signal) => {
                signal.addEventListener("abort", () => {
                    reason = signal.reason;
                });
                return idle(signal);
            }),
        );

        assert.equal((reason as Error).name, "TimeoutError");
    });

    it("ends the work when a signal is aborted, before or meanwhile", async () => {
        const why = new Error("enough");
        const controller = new AbortController();
        const works = [AbortSignal.abort(why), controller.signal].map((signal) =>
            withTimeLimit(60_000, [new AbortController().signal, signal], (stop) =>
                idle(stop).catch(() => stop.reason as unknown),
            ),
        );
        controller.abort(why);

        assert.deepEqual(await Promise.all(works), [why, why]);
    });

    it("lets go of the signals when the work is done", async () => {
        const { signal } = new AbortController();
        let listeners = 0;
        const add = signal.addEventListener.bind(signal);
        const remove = signal.removeEventListener.bind(signal);
        signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
        signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));

        await withTimeLimit(1000, [signal], () => Promise.resolve());
        assert.equal(listeners, 0);
    });
});

describe("an HttpClient in a long run", () => {
    loopbackOnly();
    let server: Server;
    before((done) => {
        server = createServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1", done);
    });
    after(() => server.close());

    it("gives up in time on a server that says nothing, garbage collected meanwhile", async () => {
        const collect = garbageCollector();
        const collecting = setInterval(collect, 20);
        const client = new HttpClient({
            env: {},
            attempts: 1,
            timeout: 300,
            signal: new AbortController().signal,
        });
        const { port } = server.address() as AddressInfo;
        const start = performance.now();
        try {
            await assert.rejects(client.request(`http://127.0.0.1:${port}/`), NetworkError);
            assert.ok(performance.now() - start < 5000);
        } finally {
            clearInterval(collecting);
            await client.close();
        }
    });
});
