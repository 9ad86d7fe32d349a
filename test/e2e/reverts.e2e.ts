import assert from "node:assert/strict";

import { DELIVERIES, type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { tell } from "../support/fuzz-seed";
import { phases, promoted } from "../support/mesh-observed";
import { all } from "../support/mesh-steps";
import { PATIENCE } from "../support/patience";
import { MOMENTS, revertAt, untilSettled } from "../support/rollout";

const [START, NEXT] = ["1.31.1", "1.31.2"] as const;
const RECORDED = { backend: true, frontend: true };

for (const delivery of DELIVERIES) {
    describe(`git revert of a proxy, delivered by the real ${delivery}`, function () {
        this.timeout(PATIENCE * 2);
        let site: DeliveredMesh | undefined;

        before(async function () {
            const name = `e2e-reverts-${delivery}`;
            site = await startDeliveredMesh(this, { delivery, name, istio: [START, NEXT] });
            await bringUp(this, site, { prepare: (changes) => changes.markTemplates() });
            await site.steps.bumpControlPlane(NEXT);
        });
        after(async function () {
            this.timeout(120_000);
            await site?.mesh.stop();
        });
        afterEach(async function () {
            if (this.currentTest?.state === "failed" && site) tell(await site.steps.state());
        });

        // Of the control plane's commit nothing is `upgrading` here.
        for (const moment of MOMENTS.filter((each) => each !== "upgrading")) {
            it(`ends with every primary and layer as before where the proxies are ${moment}`, async () => {
                if (!site) throw new Error("there is no mesh");
                const revert = await revertAt(site.steps, { from: START, to: NEXT, moment });
                await site.untilWhole(revert);
                assert.deepEqual(await promoted(site.mesh.cluster.api), RECORDED);
            });
        }

        it("ends so where they have failed, and every canary is promoted", async () => {
            if (!site) throw new Error("there is no mesh");
            const { steps, mesh } = site;
            await mesh.setFaults({ proxyVersion: NEXT, errorRate: 0.5 });
            await steps.bumpProxies(NEXT);
            await steps.untilPhases("Failed");
            const revert = mesh.repository.revert();
            steps.changes.readPins();
            await steps.deliver(revert);
            await untilSettled(steps, START);
            await site.untilWhole(revert);
            assert.deepEqual(await phases(mesh.cluster.api), all("Succeeded"));
        });

        it("ends so where what came back measures badly", async () => {
            if (!site) throw new Error("there is no mesh");
            await site.mesh.setFaults({ proxyVersion: START, errorRate: 0.5 });
            const revert = await revertAt(site.steps, { from: START, to: NEXT, moment: "analysing" });
            await site.untilWhole(revert);
            assert.deepEqual(await promoted(site.mesh.cluster.api), RECORDED);
            await site.mesh.setFaults();
        });
    });
}
