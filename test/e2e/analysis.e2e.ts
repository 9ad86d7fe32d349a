import assert from "node:assert/strict";

import { getIn } from "../../lifecycle/kit/json-path";
import { type AnalysisCluster, startAnalysisCluster } from "../support/analysis-cluster";
import { APPS, AnalysisMesh, PROXY, ROLLOUT, analysisObjects } from "../support/analysis-mesh";
import type { Fault } from "../../tools/simulator/faults";
import { eventually } from "../support/control-plane";

const NEXT = "1.31.2";
const BAD = "1.31.3";
const UNSEEN = "1.31.4";

describe("canaries of a proxy, by real Flagger and Prometheus", function () {
    this.timeout(ROLLOUT + 30_000);
    let site: AnalysisCluster;
    let mesh: AnalysisMesh;

    before(async function () {
        site = await startAnalysisCluster(this, "e2e-analysis");
        for (const app of APPS) site.routes.set(`${app}-canary.prod:9898`, site.simulator);
        mesh = new AnalysisMesh(site.cluster.api, await analysisObjects());
    });
    after(async function () {
        this.timeout(60_000);
        await site?.stop();
    });

    it("begin with primaries that carry the proxy of the lock", async () => {
        await mesh.apply();

        await mesh.allReach("Initialized", "Initialized", "Initialized");
        assert.deepEqual(await mesh.primaries(), { frontend: PROXY, backend: PROXY, orders: PROXY });
    });

    it("give no canary any traffic, as long as its weight is zero", async () => {
        const count = (workload: string) =>
            site.query(`sum(istio_requests_total{destination_workload="${workload}",response_code="200"})`);
        await eventually(
            "the primaries to be seen",
            async () => Number(await count("backend-primary")) > 100,
        );

        assert.equal(await count("backend"), undefined);
    });

    it("promote a proxy that measures well, and keep back the one workload that does not", async () => {
        await site.setFaults({ workload: "prod/orders", errorRate: 0.3 });
        await mesh.setProxies(NEXT);
        await mesh.allProgress(NEXT);

        await mesh.allReach("Succeeded", "Succeeded", "Failed");
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
        assert.equal(getIn(await mesh.status("orders"), ["canaryWeight"]), 0);
        assert.match(await mesh.eventsOf("orders"), /error-rate [\d.]+ > 1/);
    });

    it("have their webhooks answered by the real load tester, whose load is measured", async () => {
        for (const app of APPS) {
            assert.match(await mesh.eventsOf(app), /Pre-rollout check conformance-test passed/);
            const load = `source_workload="load-test",destination_workload="${app}"`;
            assert.ok(
                Number(await site.query(`max_over_time(sum(istio_requests_total{${load}})[5m:5s])`)) > 20,
                app,
            );
        }
    });

    it("roll a bad proxy back everywhere, and leave the primaries as they are", async () => {
        // A load test goes on for a while after its canary is gone, and loses what it sends: the next rollout would be blamed.
        const lost = 'istio_requests_total{destination_service_name=~".*-canary",response_flags="UH"}';
        await eventually("load tests of the last rollout to be forgotten", async () => {
            return ((await site.query(`sum(increase(${lost}[30s]))`)) ?? 0) === 0;
        });

        const bad = (app: string, fault: Fault) => ({ proxyVersion: BAD, workload: `prod/${app}`, ...fault });
        await site.setFaults(
            bad("frontend", { rejections: 1 }),
            bad("backend", { lossRate: 0.4 }),
            bad("orders", { latency: 800 }),
        );
        await mesh.setProxies(BAD);
        await mesh.allProgress(BAD);

        await mesh.allReach("Failed", "Failed", "Failed");
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
        assert.match(await mesh.eventsOf("frontend"), /proxy-config-rejections [\d.]+ > 0/);
        assert.match(await mesh.eventsOf("backend"), /proxy-errors [\d.]+ > 1/);
        assert.match(await mesh.eventsOf("orders"), /latency [\d.]+ > 500/);
    });

    it("fail where nothing measures them any more, and leave the primaries as they are", async () => {
        await site.setFaults();
        await site.engines.prometheus?.kill();
        try {
            await mesh.setProxies(UNSEEN);
            await mesh.allProgress(UNSEEN);

            await mesh.allReach("Failed", "Failed", "Failed");
            assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
            for (const app of APPS) assert.match(await mesh.eventsOf(app), /query failed|no values found/);
        } finally {
            await site.engines.prometheus?.restart();
        }
    });
});
