import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { namespaceKustomizationName } from "../../components/flux/kustomization-names";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import type { EngineName } from "../../tools/test-bed/engines";
import { clusterObjects, writtenPart } from "../support/cluster-objects";
import { eventually } from "../support/control-plane";
import { fuzzSeed, kills, seededRandom, tell } from "../support/fuzz-seed";
import type { KubeClient } from "../support/kube-api";
import { messageOf } from "../support/kube-api";
import type { MeshChanges } from "../support/mesh-changes";
import {
    CANARY_APPS,
    KUSTOMIZATIONS,
    isReady,
    nameOf,
    phases,
    primaries,
    readySince,
    templateVersion,
} from "../support/mesh-observed";
import { MeshSteps, PATIENCE, RELEASES, all } from "../support/mesh-steps";
import { FLUX_ENGINES } from "../support/real-delivery";
import { type RealMesh, startRealMesh } from "../support/real-mesh";

/** Versions that are served: the first is the fixture's, the third one is made bad. */
const [START, NEXT, BAD, LAST] = ["1.31.1", "1.31.2", "1.31.3", "1.31.4"] as const;
/** Milliseconds in which nothing may be written. */
const QUIET = process.env["WINDLASS_LONG"] === "1" ? 180_000 : 60_000;

describe("stack dev, delivered by the real Flux with real istiods, Flagger and Prometheus", function () {
    this.timeout(PATIENCE * 2);
    let mesh: RealMesh;
    let api: KubeClient;
    let steps: MeshSteps;
    let changes: MeshChanges;

    before(async function () {
        mesh = await startRealMesh(this, {
            name: "e2e-flux",
            istio: [START, NEXT, BAD, LAST],
            apps: CANARY_APPS,
        });
        ({ api } = mesh.cluster);
        steps = new MeshSteps(mesh, untilAsked);
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
        mesh.project.replace(
            "stacks/Pulumi.dev.yaml",
            "windlass:delivery: pulumi",
            "windlass:delivery: flux",
        );
        await changes.render();
        const commit = mesh.repository.commit("bootstrap");
        await (await mesh.project.stack()).up();

        await untilLayers(commit, "system", "gateways", "workloads");
        const ready = new Map<string, number>();
        for (const layer of await api.list(KUSTOMIZATIONS))
            ready.set(nameOf(layer), readySince(layer) ?? Number.NaN);
        const [system = Number.NaN, gateways = Number.NaN, workloads = Number.NaN] = [
            "system",
            "gateways",
            "workloads",
        ].map((layer) => ready.get(layer));
        assert.ok(system <= gateways && gateways <= workloads, JSON.stringify([...ready]));
        await steps.requireOrderOfReleases();
        await steps.untilPhases("Initialized");
        assert.deepEqual(await primaries(api), all(START));
    });

    it(`is not written to for ${QUIET / 1000} s, though everything is looked at again`, async () => {
        await (await mesh.project.stack()).up({ expectNoChanges: true });
        const first = await untilQuiet();
        // Flagger has written its finalizer, and with it every default that its types know. Lists are written as a whole, so
        // the first look takes the defaults in them back, once: they say nothing.
        await reconcileAll();
        await sleep(5_000);
        const before = await untilQuiet();
        assert.deepEqual(
            differences(first, before).filter((each) => !/ Canary .*"muteAlert":false/.test(each)),
            [],
        );
        await reconcileAll();
        const end = Date.now() + QUIET;
        while (Date.now() < end) {
            await sleep(5_000);
            assert.deepEqual(differences(before, await clusterObjects(api, writtenPart)), []);
        }
    });

    it("takes a patch in two commits, at no moment a proxy newer than its istiod", () =>
        steps.bump(START, NEXT));

    it("keeps a bad proxy from every primary", () => steps.bumpToBad(NEXT, BAD));

    it("has every primary right after git revert, and Canaries and layer failed for ever: issue 14", async () => {
        await steps.revert(NEXT);
        const [workloads] = (await api.list(KUSTOMIZATIONS)).filter((each) => nameOf(each) === "workloads");
        assert.equal(isReady(workloads), false);
    });

    it("goes on to the next version from there, while the commit before it is under way", async () => {
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
            await untilAsked(second);
            const loadtester = deployment("loadtester");
            await eventually(
                "the hotfix to be applied",
                async () => getIn(await api.get(loadtester), ["spec", "revisionHistoryLimit"]) === 4,
                PATIENCE,
            );
            tell(`a hotfix took ${Math.round((Date.now() - pushed) / 1000)} s behind ${first.slice(0, 7)}`);
            assert.ok(Object.values(await phases(api)).some((phase) => phase !== "Succeeded"));
            await steps.untilPromoted(LAST);
            await untilLayers(second, "workloads");
        });
    });

    it("has drift repaired: what is deleted, and an image edited by hand", async () => {
        const policy: Manifest = {
            apiVersion: "security.istio.io/v1",
            kind: "PeerAuthentication",
            metadata: { name: "default", namespace: "istio-system" },
        };
        await api.get(policy);
        await api.delete(policy);
        await editProxy("loadtester", NEXT);
        assert.equal(await templateVersion(api, "loadtester"), NEXT);
        await reconcileAll();

        await eventually(
            "the policy to be back",
            () =>
                api.get(policy).then(
                    () => true,
                    () => false,
                ),
            PATIENCE,
        );
        await eventually(
            "the image to be Git's",
            async () => (await templateVersion(api, "loadtester")) === LAST,
            PATIENCE,
        );
    });

    it("leaves an istiod that is scaled to zero at zero: issue 19, 3", async () => {
        const istiod = { ...deployment("istiod"), metadata: { name: "istiod", namespace: "istio-system" } };
        const replicas = async () => getIn(await api.get(istiod), ["spec", "replicas"]);
        const scale = (count: number) => patch(istiod, { spec: { replicas: count } });
        const before = Number(await replicas());
        await scale(0);
        await reconcileAll();
        await sleep(20_000);
        assert.equal(await replicas(), 0);
        await scale(before);
        await eventually("istiod to serve", () => mesh.istiods.serving().includes("istiod"), PATIENCE);
    });

    it("ends right when a controller is killed in the middle of a step", async () => {
        const seed = fuzzSeed();
        const random = seededRandom(seed);
        const names: readonly EngineName[] = [...FLUX_ENGINES, "flagger"];
        const moments: string[] = [];
        const versions = [NEXT, LAST];
        try {
            for (let kill = 0; kill < kills(1); kill++) {
                const name = names[Math.floor(random() * names.length)] ?? "flagger";
                const delay = Math.round(random() * 45_000);
                const to = versions[kill % 2] ?? NEXT;
                // Proxies alone: what they go back to is no newer than the istiod.
                await changes.bumpProxies(to);
                const commit = await push(`proxies ${to}`);
                await sleep(delay);
                moments.push(`${name} +${delay} ms on the way to ${to}`);
                const engine = mesh.engines[name];
                if (!engine) throw new Error(`${name} was started and is not there`);
                await engine.kill();
                await sleep(2_000);
                await engine.restart();
                await untilAsked(commit);
                await steps.untilPromoted(to);
                await untilLayers(commit, "workloads");
            }
        } finally {
            tell(`seed ${seed}: killed ${moments.join("; ")}`);
        }
    });

    it("loses an application that is removed in two commits, its Canary first, and nothing else", async () => {
        rmSync(mesh.project.path("apps/backend/canary.yaml"));
        await changes.inject();
        await changes.render();
        await untilLayers(await push("the canary goes"), "workloads");
        const canary = { ...deployment("backend"), apiVersion: "flagger.app/v1beta1", kind: "Canary" };
        await eventually("the canary to be gone", () => isGone(canary), PATIENCE);
        assert.equal(await isGone(deployment("backend-primary")), true);
        assert.equal(await isGone(deployment("backend")), false);

        rmSync(mesh.project.path("apps/backend"), { recursive: true });
        mesh.project.replace("stacks/Pulumi.dev.yaml", "      - backend\n", "");
        await changes.inject();
        await changes.render();
        await untilLayers(await push("the rest goes"), "workloads");
        await eventually("the workload to be gone", () => isGone(deployment("backend")), PATIENCE);
        for (const name of ["frontend", "frontend-primary", "loadtester"])
            assert.equal(await isGone(deployment(name)), false);
        const left = [...(await clusterObjects(api)).keys()].filter((key) => / prod\/backend/.test(key));
        assert.deepEqual(left, []);
    });

    /** The cluster once nothing was written for five seconds: autoscalers and istiod end what they have begun. */
    async function untilQuiet(): Promise<ReadonlyMap<string, string>> {
        let last = await clusterObjects(api, writtenPart);
        const isQuiet = async () => {
            await sleep(5_000);
            const now = await clusterObjects(api, writtenPart);
            const done = differences(last, now).length === 0;
            last = now;
            return done;
        };
        await eventually("the cluster to be quiet", isQuiet, PATIENCE);
        return last;
    }

    async function push(message: string): Promise<string> {
        const commit = mesh.repository.commit(message);
        await reconcile("/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories");
        return commit;
    }

    /** Waits until a Kustomization has been applied, or tried, at a commit: that of the applications, whose canaries may still run. */
    async function untilAsked(commit: string, layer = namespaceKustomizationName("prod")): Promise<void> {
        await reconcile("/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories");
        const isAsked = (each: unknown) =>
            nameOf(each) === layer &&
            String(getIn(each, ["status", "lastAttemptedRevision"])).endsWith(commit);
        await eventually(
            `${layer} to be at ${commit.slice(0, 7)}`,
            async () => (await api.list(KUSTOMIZATIONS)).some(isAsked),
            PATIENCE,
        );
    }

    /** Waits until layers are Ready at a commit. */
    async function untilLayers(commit: string, ...layers: readonly string[]): Promise<void> {
        const isThere = (each: unknown) =>
            isReady(each) && String(getIn(each, ["status", "lastAppliedRevision"])).endsWith(commit);
        await eventually(
            `${layers.join(", ")} to be ready at ${commit.slice(0, 7)}`,
            async () => {
                const ready = (await api.list(KUSTOMIZATIONS)).filter(isThere).map(nameOf);
                return layers.every((layer) => ready.includes(layer));
            },
            PATIENCE,
        );
    }

    /** Has every object of a path looked at now. */
    async function reconcile(path: string): Promise<void> {
        const at = { "reconcile.fluxcd.io/requestedAt": new Date().toISOString() };
        for (const item of await api.list(path)) {
            const own = path.includes("/namespaces/")
                ? path
                : path.replace(/([^/]+)$/, `namespaces/${String(getIn(item, ["metadata", "namespace"]))}/$1`);
            const answer = await api.request({
                method: "PATCH",
                path: `${own}/${nameOf(item)}`,
                contentType: "application/merge-patch+json",
                body: { metadata: { annotations: at } },
            });
            assert.ok(answer.status < 300, messageOf(answer));
        }
    }

    async function reconcileAll(): Promise<void> {
        for (const path of [KUSTOMIZATIONS, RELEASES]) await reconcile(path);
    }

    async function isGone(object: Manifest): Promise<boolean> {
        return api.get(object).then(
            () => false,
            () => true,
        );
    }

    async function editProxy(name: string, to: string): Promise<void> {
        const object = await api.get(deployment(name));
        const text = JSON.stringify(getIn(object, ["spec", "template", "spec", "initContainers"]));
        const initContainers = JSON.parse(
            text.replaceAll(/(\/proxyv2:)\d+\.\d+\.\d+/g, `$1${to}`),
        ) as object[];
        await patch(deployment(name), { spec: { template: { spec: { initContainers } } } });
    }

    async function patch({ metadata }: Manifest, body: object): Promise<void> {
        const answer = await api.request({
            method: "PATCH",
            path: `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${metadata.name}`,
            contentType: "application/merge-patch+json",
            body,
        });
        assert.ok(answer.status < 300, messageOf(answer));
    }
});

/** Objects that are not what they were, each with the text around the first difference. */
function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
        const [old, now] = [before.get(key), after.get(key)];
        if (old === now) return [];
        if (old === undefined || now === undefined)
            return [`${key} ${old === undefined ? "is new" : "is gone"}`];
        const at = [...old].findIndex((letter, index) => now[index] !== letter);
        const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
        return [`${key}: ${around(old)} -> ${around(now)}`];
    });
}

function deployment(name: string): Manifest {
    return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace: "prod" } };
}
