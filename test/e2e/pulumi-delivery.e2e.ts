import assert from "node:assert/strict";

import { tell } from "../support/fuzz-seed";
import { CANARY_APPS, primaries } from "../support/mesh-observed";
import { MeshSteps, all } from "../support/mesh-steps";
import { PATIENCE } from "../support/patience";
import { type RealMesh, startRealMesh } from "../support/real-mesh";

/** Versions that are served: the first is the fixture's, the last one is made bad. */
const [START, NEXT, BAD] = ["1.31.1", "1.31.2", "1.31.3"] as const;

describe("stack dev, delivered by the real Pulumi with real istiods, Flagger and Prometheus", function () {
    this.timeout(PATIENCE * 2);
    let mesh: RealMesh | undefined;
    let steps: MeshSteps;

    before(async function () {
        const istio = [START, NEXT, BAD];
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

    it("is brought up, istiod after base and Flagger after istiod", async () => {
        steps.changes.shortenAnalyses();
        await steps.changes.render();
        steps.mesh.repository.commit("bootstrap");
        await up();

        await steps.requireOrderOfReleases();
        await steps.untilPhases("Initialized");
        assert.deepEqual(await primaries(steps.mesh.cluster.api), all(START));
    });

    it("is not changed by a second up", async () => {
        await (await steps.mesh.project.stack()).up({ expectNoChanges: true });
    });

    it("takes a patch in two commits, at no moment a proxy newer than its istiod", () =>
        steps.bump(START, NEXT));

    it("keeps a bad proxy from every primary", () => steps.bumpToBad(NEXT, BAD));

    it("has every primary right after git revert", async () => {
        await steps.revert(NEXT);
    });
});
