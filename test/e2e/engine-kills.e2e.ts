import { DELIVERIES, type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { CHOSEN_KILLS, drawnKills, killAndRestart, killWords } from "../support/engine-kills";
import { fuzzSeed, kills, seededRandom, tell } from "../support/fuzz-seed";
import { PATIENCE } from "../support/patience";
import { rollOut } from "../support/rollout";

/** Versions of Istio that a run goes through, one a rollout. */
const patch = (rollout: number): string => `1.31.${rollout + 1}`;

/** Without a seed those that are chosen with reasons; with WINDLASS_SEED others, WINDLASS_KILLS rollouts of them. */
const drawn = process.env["WINDLASS_SEED"] !== undefined;
const seed = fuzzSeed();
const random = seededRandom(seed);

for (const delivery of DELIVERIES) {
    const rollouts = drawn ? drawnKills(random, kills(2)) : CHOSEN_KILLS[delivery];

    describe(`a rollout delivered by the real ${delivery}, while real engines are killed`, function () {
        this.timeout(PATIENCE * 3);
        let site: DeliveredMesh;

        before(async function () {
            const istio = [patch(0), ...rollouts.map((_, index) => patch(index + 1))];
            site = await startDeliveredMesh(this, { delivery, name: `e2e-engine-kills-${delivery}`, istio });
            // What is measured is away for a while: that is no reason to fail yet.
            await bringUp(this, site, { threshold: 8 });
            if (drawn) tell(`seed ${seed}`);
        });
        after(async function () {
            this.timeout(120_000);
            await site?.mesh.stop();
        });
        afterEach(async function () {
            if (this.currentTest?.state === "failed") tell(await site.steps.state());
        });

        for (const [index, victims] of rollouts.entries()) {
            it(`ends right with SIGKILL for ${killWords(victims)}`, async () => {
                const { mesh, steps, untilWhole } = site;
                const actions = [...victims].map(([moment, victim]) => {
                    const action = async () => {
                        await killAndRestart(mesh, victim);
                        tell(`${victim} was killed, ${moment}`);
                    };
                    return [moment, action] as const;
                });
                const commit = await rollOut(steps, patch(index + 1), new Map(actions));
                await untilWhole(commit);
            });
        }
    });
}
