import assert from "node:assert/strict";

import { tell } from "../support/fuzz-seed";
import { CANARY_APPS, primaries } from "../support/mesh-observed";
import { MeshSteps, all } from "../support/mesh-steps";
import {
    applicationLeaves,
    driftIsRepaired,
    isNotWrittenTo,
    istiodStaysAtZero,
} from "../support/mesh-upkeep";
import { PATIENCE } from "../support/patience";
import { adopt, failure, recover } from "../support/pulumi-recovery";
import { killGroup } from "../support/pulumi-workspace";
import { untilQuiet } from "../support/quiet-cluster";
import { type RealMesh, startRealMesh } from "../support/real-mesh";
import { type Moment, untilMoment } from "../support/rollout";

/** Versions that are served: the first is the fixture's, the third one is made bad. */
const [START, NEXT, BAD, LAST, HOTFIXED] = ["1.31.1", "1.31.2", "1.31.3", "1.31.4", "1.31.5"] as const;

/** Takes fields from whoever has written them, for one run (README, "When something goes wrong"). */
const FORCE = { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" } as const;

describe("stack dev, delivered by the real Pulumi with real istiods, Flagger and Prometheus", function () {
    this.timeout(PATIENCE * 2);
    let mesh: RealMesh | undefined;
    let steps: MeshSteps;

    before(async function () {
        const istio = [START, NEXT, BAD, LAST, HOTFIXED];
        mesh = await startRealMesh(this, { name: "e2e-pulumi", istio, apps: CANARY_APPS });
        steps = new MeshSteps(mesh, up);
    });
    after(async function () {
        this.timeout(120_000);
        await mesh?.stop();
    });
    afterEach(async function () {
        if (this.currentTest?.state === "failed") tell(await steps.state());
    });

    async function up(): Promise<void> {
        await (await steps.mesh.project.stack()).up();
    }

    it("is brought up layer by layer, Flagger after istiod", async () => {
        steps.changes.shortenAnalyses();
        await steps.changes.render();
        steps.mesh.repository.commit("bootstrap");
        await up();

        await steps.requireOrderOfLayers();
        await steps.untilPhases("Initialized");
        assert.deepEqual(await primaries(steps.mesh.cluster.api), all(START));
    });

    it("is not changed by a second up, nor written to for three minutes after it", async () => {
        const { project, cluster } = steps.mesh;
        const before = await untilQuiet(cluster.api);
        await (await project.stack()).up({ expectNoChanges: true });
        await isNotWrittenTo(steps, before);
    });

    it("takes a patch in two commits, at no moment a proxy newer than its istiod", () =>
        steps.bump(START, NEXT));

    it("keeps a bad proxy from every primary", () => steps.bumpToBad(NEXT, BAD));

    it("has every primary right after git revert", async () => {
        await steps.revert(NEXT);
    });

    it("ends right with SIGKILL for pulumi while istiod is upgrading, and while proxies are applied", () =>
        steps.inOrder(async () => {
            await steps.changes.bumpControlPlane(LAST);
            await killedUp("upgrading");
            await steps.untilControlPlane(LAST);
            await steps.changes.bumpProxies(LAST);
            await killedUp("applied");
            await steps.untilPromoted(LAST);
            await (await steps.mesh.project.stack()).up({ expectNoChanges: true });
        }));

    it("goes on to the next version from there, and applies a hotfix within a minute of an analysis", async () => {
        await steps.hotfixInAnalysis(HOTFIXED);
    });

    it("leaves an istiod that is scaled to zero at zero", () =>
        istiodStaysAtZero(steps, async () => {
            await (await steps.mesh.project.stack()).refresh();
            await up();
        }));

    it("has drift repaired by a refresh and the next up, and by force what somebody else has written", () =>
        driftIsRepaired(steps, {
            git: HOTFIXED,
            byHand: NEXT,
            repair: async () => {
                const { project } = steps.mesh;
                await (await project.stack()).refresh();
                assert.match(
                    await failure((await project.stack()).up()),
                    /conflicts with "unknown"[^]*istio-proxy/,
                );
                await (await project.stack(FORCE)).up();
                await up(); // The provider's option goes again.
            },
        }));

    it("loses an application that is removed in two commits, its Canary first, and nothing else", () =>
        applicationLeaves(steps, () => Promise.resolve()));

    /** An `up` that is killed at a moment, and what a person does then. */
    async function killedUp(moment: Moment): Promise<void> {
        const { project, cluster, repository } = steps.mesh;
        repository.commit(`an up that is killed, ${moment}`);
        const child = project.spawn("up");
        await untilMoment(steps, moment, LAST);
        tell(`pulumi was killed, ${moment}${child.exitCode === null ? "" : ", when it had ended"}`);
        await killGroup(child);
        await recover(project, cluster.api);
        await adopt(project, cluster.api);
        await up(); // The provider's option goes again.
    }
});
