import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { deployment, patchDeployment } from "../support/cluster-edits";
import { eventually } from "../support/control-plane";
import { DELIVERED, FluxDeliverer } from "../support/flux-deliverer";
import { tell } from "../support/fuzz-seed";
import type { KubeClient } from "../support/kube-api";
import type { MeshChanges } from "../support/mesh-changes";
import { CANARY_APPS, phases, primaries, readySince } from "../support/mesh-observed";
import { MeshSteps, all } from "../support/mesh-steps";
import { applicationLeaves, driftIsRepaired } from "../support/mesh-upkeep";
import { PATIENCE } from "../support/patience";
import { differences, untilQuiet, written } from "../support/quiet-cluster";
import { type RealMesh, startRealMesh } from "../support/real-mesh";

/** Versions that are served: the first is the fixture's, the third one is made bad. */
const [START, NEXT, BAD, LAST] = ["1.31.1", "1.31.2", "1.31.3", "1.31.4"] as const;
/** Milliseconds in which nothing may be written. */
const QUIET = process.env["WINDLASS_LONG"] === "1" ? 180_000 : 60_000;

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

    it("is brought up layer by layer, Flagger after istiod", async () => {
        changes.shortenAnalyses();
        changes.deliverByFlux();
        await changes.render();
        const commit = mesh.repository.commit("bootstrap");
        await (await mesh.project.stack()).up();

        await flux.untilReady(commit, ...DELIVERED);
        let before = 0;
        for (const layer of DELIVERED) {
            const ready = (await flux.layer(layer)).map((each) => readySince(each) ?? Number.NaN);
            assert.ok(before <= Math.min(...ready), `${layer} was ready before the layer below it`);
            before = Math.max(...ready);
        }
        await steps.requireOrderOfReleases();
        await steps.untilPhases("Initialized");
        assert.deepEqual(await primaries(api), all(START));
    });

    it(`is not written to for ${QUIET / 1000} s, though everything is looked at again`, async () => {
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
        const end = Date.now() + QUIET;
        while (Date.now() < end) {
            await sleep(5_000);
            assert.deepEqual(differences(before, await written(api)), []);
        }
    });

    it("takes a patch in two commits, at no moment a proxy newer than its istiod", () =>
        steps.bump(START, NEXT));

    it("keeps a bad proxy from every primary", () => steps.bumpToBad(NEXT, BAD));

    it("has every primary right after git revert, and the layer Ready", async () => {
        await flux.untilReady(await steps.revert(NEXT), "workloads");
    });

    it("goes on to the next version from there, and applies a hotfix within a minute of an analysis", async () => {
        await steps.inOrder(async () => {
            await steps.bumpControlPlane(LAST);
            const first = await steps.bumpProxies(LAST);
            await steps.untilPhases("Progressing");
            // What waits for the canaries of one commit is no reason to let the next one wait.
            mesh.project.replace(
                "apps/loadtester/deployment.yaml",
                "revisionHistoryLimit: 5",
                "revisionHistoryLimit: 4",
            );
            await changes.render();
            const pushed = Date.now();
            const second = mesh.repository.commit("a hotfix");
            await flux.fetch();
            const loadtester = deployment("loadtester");
            await eventually(
                "the hotfix to be applied",
                async () => getIn(await api.get(loadtester), ["spec", "revisionHistoryLimit"]) === 4,
                PATIENCE,
            );
            const took = Math.round((Date.now() - pushed) / 1000);
            tell(`a hotfix took ${took} s behind ${first.slice(0, 7)}`);
            assert.ok(took <= 60, `${took} s`);
            assert.ok(Object.values(await phases(api)).some((phase) => phase !== "Succeeded"));
            await steps.untilPromoted(LAST);
            await flux.untilReady(second, "workloads");
        });
    });

    it("has drift repaired: what is deleted, and an image edited by hand", () =>
        driftIsRepaired(steps, { git: LAST, byHand: NEXT, repair: () => flux.reconcileAll() }));

    it("leaves an istiod that is scaled to zero at zero: issue 19, 3", async () => {
        const istiod = deployment("istiod", "istio-system");
        const replicas = async () => getIn(await api.get(istiod), ["spec", "replicas"]);
        const scale = (count: number) => patchDeployment(api, istiod, { spec: { replicas: count } });
        const before = Number(await replicas());
        await scale(0);
        await flux.reconcileAll();
        await sleep(20_000);
        assert.equal(await replicas(), 0);
        await scale(before);
        await eventually("istiod to serve", () => mesh.istiods.serving().includes("istiod"), PATIENCE);
    });

    it("loses an application that is removed in two commits, its Canary first, and nothing else", () =>
        applicationLeaves(steps, (commit) => flux.untilReady(commit, "workloads")));
});
