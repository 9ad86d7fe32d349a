import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";

import { simulatorServer } from "../../../tools/simulator/server";
import { Simulation } from "../../../tools/simulator/simulation";
import { type LoopbackServer, listenOnLoopback } from "../../../tools/test-bed/loopback-server";
import { canaryMesh } from "./example-mesh";

describe("the simulator's server", () => {
    let server: LoopbackServer;
    let simulation: Simulation;
    let now = 0;
    let missing: readonly string[] = [];

    beforeEach(async () => {
        simulation = new Simulation({ seed: 1, rate: 20 });
        simulation.setMesh(canaryMesh(100, 0));
        const catchUp = () => simulation.advanceTo(now);
        server = await listenOnLoopback(simulatorServer({ simulation, catchUp, missing: () => missing }));
    });
    afterEach(() => server.stop());

    function send(method: string, path: string, body = "", host?: string): Promise<string> {
        return new Promise((resolve, reject) => {
            const headers = host === undefined ? {} : { host };
            const sent = request(`${server.url}${path}`, { method, headers }, (response) => {
                text(response).then((answer) => resolve(`${response.statusCode} ${answer.trim()}`), reject);
            });
            sent.once("error", reject);
            sent.end(body);
        });
    }

    it("counts up to the moment it is scraped", async () => {
        now = 10;

        assert.match(await send("GET", "/metrics"), /^200 [^]*destination_workload="backend-primary"/);
    });

    it("is healthy once it knows the cluster", async () => {
        missing = ["pods"];
        assert.equal(await send("GET", "/healthz"), "503 waiting for pods");
        missing = [];
        assert.equal(await send("GET", "/healthz"), "200 ok");
    });

    it("takes faults, tells them, and takes them back", async () => {
        const fault = JSON.stringify({ workload: "prod/backend", errorRate: 1 });
        assert.equal(await send("POST", "/faults", fault), "200 ok");
        assert.equal(await send("GET", "/faults"), `200 [${fault}]`);
        assert.equal(await send("DELETE", "/faults"), "200 ok");
        assert.equal(await send("GET", "/faults"), "200 []");
    });

    it("says what is wrong with a request", async () => {
        assert.match(await send("POST", "/faults", '{"errorRate":2}'), /^400 errorRate must be/);
        assert.match(await send("POST", "/faults", "{"), /^400 /);
        assert.match(await send("POST", "/hey", "-n\n1\nhttp://a.b/"), /^400 hey: -z/);
        assert.equal(await send("GET", "/"), "404 there is no GET /");
    });

    it("makes the load of a load test", async () => {
        await send("POST", "/hey", "-z\n1m\n-q\n10\n-c\n2\nhttp://backend-canary.prod:9898/\n");
        now += 10;

        assert.match(
            await send("GET", "/metrics"),
            /source_workload="load-test"[^\n]*destination_workload="backend"/,
        );
    });

    it("answers for the pods of a Service, with the path that was asked for", async () => {
        const ask = () => send("POST", "/token", "test", "backend-canary.prod:9898");
        assert.equal(await ask(), '200 {"path":"/token","pod":"backend-0"}');

        simulation.setFaults([{ workload: "prod/backend", errorRate: 1 }]);
        assert.equal(await ask(), "500 failed");
        assert.match(await send("GET", "/", "", "nobody.prod.svc.cluster.local"), /^503 /);
    });
});
