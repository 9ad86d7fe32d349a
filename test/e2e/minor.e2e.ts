import assert from "node:assert/strict";

import { eventually } from "../support/control-plane";
import { DELIVERIES, type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { tell } from "../support/fuzz-seed";
import { primaries } from "../support/mesh-observed";
import { all } from "../support/mesh-steps";
import { PATIENCE } from "../support/patience";
import { sample } from "../support/skew-watch";

const [OLD, NEW] = ["1.30.5", "1.31.1"] as const;
/** Days as of which `update` decides: the prune waits for the soak of the proxies. */
const [DAY, AFTER_SOAK] = ["2026-10-05", "2026-10-20"] as const;

for (const delivery of DELIVERIES) {
    describe(`a minor by revision, delivered by the real ${delivery}`, function () {
        this.timeout(PATIENCE * 2);
        let site: DeliveredMesh | undefined;

        before(async function () {
            site = await startDeliveredMesh(this, {
                delivery,
                name: `e2e-minor-${delivery}`,
                istio: [OLD, NEW],
            });
            await bringUp(this, site, { prepare: (changes) => changes.beginByRevision(OLD) });
        });
        after(async function () {
            this.timeout(120_000);
            await site?.mesh.stop();
        });
        afterEach(async function () {
            if (this.currentTest?.state === "failed" && site) tell(await site.steps.state());
        });

        it("installs the next istiod, moves the proxies and prunes, at no moment a proxy without its own", async () => {
            assert.ok(site);
            const { mesh, steps, untilWhole } = site;
            const { api } = mesh.cluster;
            const istiods = async () => [...(await sample(api)).istiods.keys()].sort().join();
            const update = async (day: string): Promise<string> => {
                await steps.changes.update(day, NEW);
                const { controlPlane, proxies } = steps.changes.pins;
                const commit = mesh.repository.commit(`${controlPlane}, proxies ${proxies}`);
                await steps.deliver(commit);
                return commit;
            };
            assert.equal(await istiods(), "istiod-1-30-5");

            await steps.inOrder(async () => {
                await update(DAY);
                await eventually(
                    "the next istiod to stand beside the first",
                    async () => (await istiods()) === "istiod-1-30-5,istiod-1-31-1",
                    PATIENCE,
                );
                assert.deepEqual(await primaries(api), all(OLD));

                await untilWhole(await update(DAY));
                await steps.untilPromoted(NEW);
                assert.equal(await istiods(), "istiod-1-30-5,istiod-1-31-1");

                await update(AFTER_SOAK);
                await eventually(
                    "the istiod that nobody asks to be pruned",
                    async () => (await istiods()) === "istiod-1-31-1",
                    PATIENCE,
                );
            });
            assert.deepEqual(await primaries(api), all(NEW));
        });
    });
}
