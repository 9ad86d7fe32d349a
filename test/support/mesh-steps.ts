import assert from "node:assert/strict";

import { getIn } from "../../lifecycle/kit/json-path";
import { deployment } from "./cluster-edits";
import { eventually } from "./eventually";
import { tell } from "./fuzz-seed";
import { MeshChanges } from "./mesh-changes";
import {
    CANARY_APPS,
    DEPLOYMENTS,
    RELEASES,
    isReady,
    nameOf,
    phases,
    primaries,
    readySince,
    templateVersion,
} from "./mesh-observed";
import { PATIENCE } from "./patience";
import type { RealMesh } from "./real-mesh";
import { untilSettled } from "./rollout";
import { Rollouts } from "./rollouts";
import { SkewWatch, sample } from "./skew-watch";

/** The same for every application with a Canary. */
export function all(value: string): Readonly<Record<string, string>> {
    return Object.fromEntries(CANARY_APPS.map((app) => [app, value]));
}

/** What is done to a mesh step by step, and held against its cluster, whoever delivers. */
export class MeshSteps {
    public readonly changes: MeshChanges;
    private readonly rollouts: Rollouts;

    /** @param deliver Brings what is committed to the cluster, and ends when it was applied; canaries may still run. */
    public constructor(
        public readonly mesh: RealMesh,
        public readonly deliver: (commit: string) => Promise<void>,
    ) {
        this.changes = new MeshChanges(mesh.project);
        this.rollouts = new Rollouts({ cluster: mesh.cluster.api, patience: PATIENCE });
    }

    /**
     * What makes up a mesh that was just brought up came one after the other: base, istiod, Flagger, the gateway, workloads.
     * Times of the API server are whole seconds, so that what came at once counts as in order.
     */
    public async requireOrderOfLayers(): Promise<void> {
        const found = await this.api.list(RELEASES);
        const releases = new Map(found.map((release) => [nameOf(release), release]));
        const began = (name: string) =>
            Date.parse(String(getIn(latest(releases.get(name)), ["firstDeployed"])));
        const ended = (name: string) => readySince(releases.get(name)) ?? Number.NaN;
        const created = (await this.api.list(DEPLOYMENTS)).map((each) =>
            Date.parse(String(getIn(each, ["metadata", "creationTimestamp"]))),
        );
        const moments = [
            ["istio-base", "istiod", began("istiod")],
            ["istiod", "flagger", began("flagger")],
            ["flagger", "istio-ingress", began("istio-ingress")],
            ["istio-ingress", "a workload", Math.min(...created)],
        ] as const;
        for (const [before, after, at] of moments)
            assert.ok(ended(before) <= at, `${after} came before ${before} was ready`);
    }

    public async bumpControlPlane(to: string): Promise<void> {
        await this.changes.bumpControlPlane(to);
        await this.deliver(this.mesh.repository.commit(`control plane ${to}`));
        await this.untilControlPlane(to);
    }

    /** Every istiod is of a version, and its release is ready. */
    public async untilControlPlane(to: string): Promise<void> {
        await eventually(
            `istiod ${to} to be all there is`,
            async () => [...(await sample(this.api)).istiods.values()].flat().join() === to,
            PATIENCE,
        );
        const istiod = async () => (await this.api.list(RELEASES)).find((each) => nameOf(each) === "istiod");
        await eventually("istiod's release to be ready", async () => isReady(await istiod()), PATIENCE);
    }

    /** @returns The commit. */
    public async bumpProxies(to: string): Promise<string> {
        await this.changes.bumpProxies(to);
        const commit = this.mesh.repository.commit(`proxies ${to}`);
        await this.deliver(commit);
        return commit;
    }

    /** A patch in two commits; at no moment is a proxy newer than its istiod. */
    public async bump(from: string, to: string): Promise<void> {
        await this.inOrder(async () => {
            await this.bumpControlPlane(to);
            assert.deepEqual(await primaries(this.api), all(from));
            await this.bumpProxies(to);
            await this.untilPromoted(to);
        });
    }

    /** A version whose proxies fail half of the requests, which no primary gets. */
    public async bumpToBad(good: string, bad: string): Promise<void> {
        await this.mesh.setFaults({ proxyVersion: bad, errorRate: 0.5 });
        await this.bumpControlPlane(bad);
        await this.rollouts.keepBack(CANARY_APPS, () => this.bumpProxies(bad));
        assert.deepEqual(await primaries(this.api), all(good));
    }

    /**
     * The last commit taken back after its canaries failed: every primary is right. The Canaries keep their phase, for Flagger
     * begins nothing for a template that it has promoted before (docs/delivery.md).
     *
     * @returns The commit.
     */
    public async revert(good: string): Promise<string> {
        const commit = this.mesh.repository.revert();
        this.changes.readPins();
        await this.deliver(commit);
        await untilSettled(this, good);
        assert.deepEqual(await phases(this.api), all("Failed"));
        await this.mesh.setFaults();
        return commit;
    }

    /** Every application and every primary has a proxy of this version, and every Canary is done. */
    public async untilPromoted(version: string): Promise<void> {
        for (const app of CANARY_APPS) {
            const isApplied = async () => (await templateVersion(this.api, app)) === version;
            await eventually(`${app} to have ${version}`, isApplied, PATIENCE);
        }
        await this.rollouts.untilPromoted(version);
        assert.deepEqual(await primaries(this.api), all(version));
        await this.untilPhases("Succeeded");
    }

    /**
     * A commit that is pushed while the canaries of the one before are analysed: it is applied within a minute, and both are
     * right in the end.
     *
     * @returns The later commit.
     */
    public async hotfixInAnalysis(to: string): Promise<string> {
        const { project, repository } = this.mesh;
        return this.inOrder(async () => {
            await this.bumpControlPlane(to);
            await this.bumpProxies(to);
            await this.untilPhases("Progressing");
            project.replace(
                "apps/loadtester/deployment.yaml",
                "revisionHistoryLimit: 5",
                "revisionHistoryLimit: 4",
            );
            await this.changes.render();
            const pushed = Date.now();
            const hotfix = repository.commit("a hotfix");
            const delivered = this.deliver(hotfix);
            const isApplied = async () =>
                getIn(await this.api.get(deployment("loadtester")), ["spec", "revisionHistoryLimit"]) === 4;
            await eventually("the hotfix to be applied", isApplied, PATIENCE);
            const took = Math.round((Date.now() - pushed) / 1000);
            tell(`a hotfix took ${took} s`);
            assert.ok(took <= 60, `${took} s`);
            assert.ok(Object.values(await phases(this.api)).some((phase) => phase !== "Succeeded"));
            await Promise.all([delivered, this.untilPromoted(to)]);
            return hotfix;
        });
    }

    public async untilPhases(phase: string): Promise<void> {
        const wanted = JSON.stringify(all(phase));
        await eventually(
            `canaries to be ${phase}`,
            async () => JSON.stringify(await phases(this.api)) === wanted,
            PATIENCE,
        );
    }

    /** Holds the order of versions while something is done. @returns What it does. */
    public async inOrder<T>(run: () => Promise<T>): Promise<T> {
        const watch = new SkewWatch(this.api);
        let faults: readonly string[] = [];
        const done = await run().finally(async () => {
            faults = await watch.stop();
        });
        tell(`${watch.samples} samples of the pods`);
        assert.deepEqual(faults, []);
        assert.ok(watch.samples > 20, `${watch.samples} samples are too few`);
        return done;
    }

    /** What a person asks first where a step fails. */
    public async state(): Promise<string> {
        const told = (await this.api.list(RELEASES).catch(() => [])).map(
            (release) => `${nameOf(release)}: ${isReady(release) ? "ready" : "not ready"}`,
        );
        const { istiods } = this.mesh;
        return [
            ...told,
            JSON.stringify(await phases(this.api).catch(() => "no canaries")),
            JSON.stringify(await primaries(this.api).catch(() => "no primaries")),
            `istiods ${istiods.serving().join()} ${istiods.failure() ?? ""}`,
        ].join("\n      ");
    }

    private get api() {
        return this.mesh.cluster.api;
    }
}

/** The newest of a HelmRelease's own records of what Helm did. */
function latest(release: unknown): unknown {
    const history = getIn(release, ["status", "history"]);
    return Array.isArray(history) ? (history as unknown[])[0] : undefined;
}
