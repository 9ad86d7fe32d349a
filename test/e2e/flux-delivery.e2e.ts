import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { DELIVERED, FluxDeliverer } from "../support/flux-deliverer";
import { tell } from "../support/fuzz-seed";
import type { KubeClient } from "../support/kube-api";
import type { MeshChanges } from "../support/mesh-changes";
import { CANARY_APPS, REPOSITORIES, nameOf, primaries, readySince } from "../support/mesh-observed";
import { MeshSteps, all } from "../support/mesh-steps";
import {
    applicationLeaves,
    driftIsRepaired,
    isNotWrittenTo,
    istiodStaysAtZero,
} from "../support/mesh-upkeep";
import { PATIENCE } from "../support/patience";
import { adopt, recover } from "../support/pulumi-recovery";
import { killGroup } from "../support/pulumi-workspace";
import { differences, untilQuiet } from "../support/quiet-cluster";
import { type RealMesh, startRealMesh } from "../support/real-mesh";
import { whileRunning } from "../support/while-running";

/** Versions that are served: the first is the fixture's, the third one is made bad. */
const [START, NEXT, BAD, LAST] = ["1.31.1", "1.31.2", "1.31.3", "1.31.4"] as const;

describe("stack dev, delivered by the real Flux with real istiods, Flagger and Prometheus", function () {
    this.timeout(PATIENCE * 2);
    let mesh: RealMesh;
    let api: KubeClient;
    let flux: FluxDeliverer;
    let steps: MeshSteps;
    let changes: MeshChanges;

    before(async function () {
        const istio = [START, NEXT, BAD, LAST];
        mesh = await startRealMesh(this, { name: "e2e-flux", istio, apps: CANARY_APPS });
        ({ api } = mesh.cluster);
        flux = new FluxDeliverer(api);
        steps = new MeshSteps(mesh, flux.deliver);
        ({ changes } = steps);
    });
    after(async function () {
        this.timeout(120_000);
        await mesh?.stop();
    });
    afterEach(async function () {
        if (this.currentTest?.state === "failed") tell(await steps.state());
    });

    it("goes on where pulumi was killed with the way from Git half made", async () => {
        changes.shortenAnalyses();
        changes.deliverByFlux();
        await changes.render();
        mesh.repository.commit("bootstrap");
        const { project } = mesh;
        const child = project.spawn("up");
        await whileRunning(project.outcome(child), "the repository to be there", async () =>
            (await api.list(REPOSITORIES).catch(() => [])).some((each) => nameOf(each) === "windlass"),
        );
        await killGroup(child);
        await recover(project, api);
        await adopt(project, api);
    });

    it("is brought up layer by layer, Flagger after istiod", async () => {
        await (await mesh.project.stack()).up(); // The provider's option goes again.
        const commit = mesh.repository.head();

        await flux.untilReady(commit, ...DELIVERED);
        let before = 0;
        for (const layer of DELIVERED) {
            const ready = (await flux.layer(layer)).map((each) => readySince(each) ?? Number.NaN);
            assert.ok(before <= Math.min(...ready), `${layer} was ready before the layer below it`);
            before = Math.max(...ready);
        }
        await steps.requireOrderOfLayers();
        await steps.untilPhases("Initialized");
        assert.deepEqual(await primaries(api), all(START));
    });

    it("is not written to for three minutes, though everything is looked at again", async () => {
        await (await mesh.project.stack()).up({ expectNoChanges: true });
        const first = await untilQuiet(api);
        // Flagger has written its finalizer, and with it every default that its types know. Lists are written as a whole, so
        // the first look takes the defaults in them back, once: they say nothing.
        await flux.reconcileAll();
        await sleep(5_000);
        const before = await untilQuiet(api);
        assert.deepEqual(
            differences(first, before).filter((each) => !/ Canary .*"muteAlert":false/.test(each)),
            [],
        );
        await flux.reconcileAll();
        await isNotWrittenTo(steps, before);
    });

    it("takes a patch in two commits, at no moment a proxy newer than its istiod", () =>
        steps.bump(START, NEXT));

    it("keeps a bad proxy from every primary", () => steps.bumpToBad(NEXT, BAD));

    it("has every primary right after git revert, and the layer Ready", async () => {
        await flux.untilReady(await steps.revert(NEXT), "workloads");
    });

    it("goes on to the next version from there, and applies a hotfix within a minute of an analysis", async () => {
        await flux.untilReady(await steps.hotfixInAnalysis(LAST), "workloads");
    });

    it("has drift repaired: what is deleted, and an image edited by hand", () =>
        driftIsRepaired(steps, { git: LAST, byHand: NEXT, repair: () => flux.reconcileAll() }));

    it("leaves an istiod that is scaled to zero at zero", () =>
        istiodStaysAtZero(steps, () => flux.reconcileAll()));

    it("loses an application that is removed in two commits, its Canary first, and nothing else", () =>
        applicationLeaves(steps, (commit) => flux.untilReady(commit, "workloads")));
});
