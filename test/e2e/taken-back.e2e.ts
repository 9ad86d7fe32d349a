import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { type AnalysisCluster, startAnalysisCluster } from "../support/analysis-cluster";
import { APPS, AnalysisMesh, PROXY, ROLLOUT, analysisObjects } from "../support/analysis-mesh";
import { eventually } from "../support/control-plane";

const NEXT = "1.31.2";
const THIRD = "1.31.3";
/** Milliseconds after which Flagger has looked at every canary twice. */
const TWO_LOOKS = 25_000;

describe("a marked template that is taken back while it is analysed, with real Flagger", function () {
    this.timeout(4 * ROLLOUT);
    let site: AnalysisCluster;
    let mesh: AnalysisMesh;

    before(async function () {
        site = await startAnalysisCluster(this, "e2e-taken-back");
        for (const app of APPS) site.routes.set(`${app}-canary.prod:9898`, site.simulator);
        mesh = new AnalysisMesh(site.cluster.api, await analysisObjects(), true);
        await mesh.apply();
        await mesh.allReach("Initialized", "Initialized", "Initialized");
    });
    after(async function () {
        this.timeout(60_000);
        await site?.stop();
    });

    it("is analysed once more from the start, and Flagger's record is Git's from then on", async () => {
        await mesh.setProxies(NEXT);
        await mesh.allProgress(NEXT);
        await mesh.setProxies(PROXY);
        await eventually("Flagger to begin anew for what is promoted", () => mesh.everyRecord(isPromoted));

        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");
        for (const app of APPS) assert.match(await mesh.eventsOf(app), /New revision detected! Restarting/);
        assert.deepEqual(await mesh.primaries(), { frontend: PROXY, backend: PROXY, orders: PROXY });
        // Left alone, nothing begins again.
        await sleep(TWO_LOOKS);
        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");
        assert.ok(await mesh.everyRecord(isPromoted));
    });

    it("ends with nothing wedged where what came back measures badly", async () => {
        await mesh.setProxies(NEXT);
        await mesh.allProgress(NEXT);
        await mesh.setProxies(PROXY);
        await eventually("Flagger to begin anew for what is promoted", () => mesh.everyRecord(isPromoted));
        await site.setFaults({ workload: "prod/frontend", errorRate: 0.5 });

        await mesh.allReach("Failed", "Succeeded", "Succeeded");
        await sleep(TWO_LOOKS);
        // Failed, and what is asked for was promoted last: the layer is Ready (docs/delivery.md).
        await mesh.allReach("Failed", "Succeeded", "Succeeded");
        assert.ok(await mesh.everyRecord(isPromoted));
        assert.deepEqual(await mesh.primaries(), { frontend: PROXY, backend: PROXY, orders: PROXY });
    });

    it("is promoted, too, where it is taken back after it has failed", async () => {
        await site.setFaults({ proxyVersion: THIRD, errorRate: 0.5 });
        await mesh.setProxies(THIRD);
        await mesh.allReach("Failed", "Failed", "Failed");
        await mesh.setProxies(PROXY);

        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");
        assert.ok(await mesh.everyRecord(isPromoted));
    });

    it("is promoted as ever where nobody takes it back, and its primary has the mark", async () => {
        await site.setFaults();
        await mesh.setProxies(NEXT);
        await mesh.allProgress(NEXT);
        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");

        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: NEXT });
        for (const app of APPS) assert.equal(await mesh.markOf(`${app}-primary`), await mesh.markOf(app));
    });
});

function isPromoted(status: unknown): boolean {
    const [applied, promoted] = ["lastAppliedSpec", "lastPromotedSpec"].map((key) => getIn(status, [key]));
    return applied !== undefined && applied === promoted;
}
