import assert from "node:assert/strict";

import { Simulation } from "../../../tools/simulator/simulation";
import { canaryMesh, pod, service } from "./example-mesh";
import { parseExposition } from "./parse-exposition";

describe("a simulation", () => {
    function simulation(primary = 100, canary = 0): Simulation {
        const started = new Simulation({ seed: 1, rate: 20 });
        started.setMesh(canaryMesh(primary, canary));
        return started;
    }
    const requests = (of: Simulation, workload: string, caller = "client") =>
        parseExposition(of.metrics())
            .filter(({ name }) => name === "istio_requests_total")
            .filter(
                ({ labels }) => labels["reporter"] === "destination" && labels["source_workload"] === caller,
            )
            .filter(({ labels }) => labels["destination_workload"] === workload)
            .reduce((sum, { value }) => sum + value, 0);

    it("counts whole seconds, and leaves parts of one for later", () => {
        const one = simulation();
        const two = simulation();
        one.advanceTo(10.9);
        for (const second of [0.4, 3.2, 3.3, 10]) two.advanceTo(second);

        assert.equal(one.metrics(), two.metrics());
        assert.ok(requests(one, "backend-primary") > 180);
    });

    it("counts what is in the cluster from now on, and keeps what was counted", () => {
        const under = simulation();
        under.advanceTo(10);
        const before = requests(under, "backend-primary");
        under.setMesh(canaryMesh(0, 100));
        under.advanceTo(20);

        assert.equal(requests(under, "backend-primary"), before);
        assert.ok(requests(under, "backend") > 180);
    });

    it("has load tests end, and lasts as long as the last of a Service", () => {
        const under = simulation();
        const test = { service: { namespace: "prod", name: "backend-canary" }, rate: 10, seconds: 10 };
        under.load(test);
        under.advanceTo(5);
        under.load(test);
        for (let second = 6; second <= 40; second++) under.advanceTo(second);

        const counted = requests(under, "backend", "load-test");
        assert.ok(counted > 140 && counted < 160, String(counted));
    });

    it("answers as the pods of a Service would", () => {
        const under = simulation();
        assert.deepEqual(under.answer("prod", "backend-canary"), { status: 200, pod: "backend-0" });
        assert.deepEqual(under.answer("prod", "nobody"), { status: 503 });

        under.setFaults([{ workload: "prod/backend", errorRate: 1 }]);
        assert.equal(under.answer("prod", "backend-canary").status, 500);
        assert.equal(under.answer("prod", "backend-primary").status, 200);
        under.setFaults([{ workload: "prod/backend", lossRate: 1 }]);
        assert.equal(under.answer("prod", "backend-canary").status, 503);
    });

    it("is scraped in well under a second with three thousand workloads", function () {
        this.timeout(60_000);
        const names = Array.from({ length: 3_000 }, (_, index) => `app-${index}`);
        const under = new Simulation({ seed: 1, rate: 20 });
        under.setMesh({
            pods: names.flatMap((name) => [pod(name, `${name}-0`), pod(name, `${name}-1`)]),
            services: names.map((name) => service(name)),
            routes: [],
        });
        // The first ones also compile.
        for (const second of [5, 10, 15]) {
            under.advanceTo(second);
            under.metrics();
        }
        const start = process.cpuUsage();
        under.advanceTo(20);
        const length = under.metrics().length;
        const { user, system } = process.cpuUsage(start);

        assert.ok(length > 10e6);
        // Of the processor, not of the clock: others work on this machine.
        assert.ok(user + system < 1e6, `${(user + system) / 1e6} s`);
    });
});
