import { DELIVERIES, type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { tell } from "../support/fuzz-seed";
import { PATIENCE } from "../support/patience";
import { MOMENTS, revertAt } from "../support/rollout";

const [START, NEXT] = ["1.31.1", "1.31.2"] as const;

for (const delivery of DELIVERIES) {
    describe(`git revert of a proxy, delivered by the real ${delivery}`, function () {
        this.timeout(PATIENCE * 2);
        let site: DeliveredMesh | undefined;

        before(async function () {
            const name = `e2e-reverts-${delivery}`;
            site = await startDeliveredMesh(this, { delivery, name, istio: [START, NEXT] });
            await bringUp(this, site);
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
            });
        }
    });
}
