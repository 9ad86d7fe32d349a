import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { Cluster } from "../../adapters/kubernetes/cluster-source";
import { type RolloutStep, intervene } from "../../adapters/kubernetes/intervene";
import { changeRollout, readRollouts } from "../../adapters/kubernetes/rollout-store";
import { getIn } from "../../lifecycle/kit/json-path";
import type { RolloutAction, RolloutState } from "../../lifecycle/observed/rollout-state";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { kubeconfig } from "../../tools/test-bed/kubeconfig";
import { readAccess } from "../../tools/test-bed/state-store";
import { type AnalysisCluster, startAnalysisCluster } from "../support/analysis-cluster";
import { APPS, AnalysisMesh, PROXY, ROLLOUT, analysisObjects } from "../support/analysis-mesh";
import { eventually } from "../support/control-plane";
import { messageOf } from "../support/kube-api";

const NEXT = "1.31.2";
const THIRD = "1.31.3";
const FOURTH = "1.31.4";
const { signal } = new AbortController();

describe("a person's hand on rollouts, with real Flagger", function () {
    this.timeout(4 * ROLLOUT);
    let site: AnalysisCluster;
    let mesh: AnalysisMesh;
    let open: (stop: AbortSignal) => Promise<Cluster>;

    before(async function () {
        site = await startAnalysisCluster(this, "e2e-rollout");
        const { api, layout } = site.cluster;
        for (const app of APPS) site.routes.set(`${app}-canary.prod:9898`, site.simulator);
        mesh = new AnalysisMesh(api, await analysisObjects());
        const access = readAccess(layout);
        assert.ok(access);
        const config = kubeconfig("rig", access);
        open = (stop) => Cluster.open({ context: "windlass-rig", kubeconfig: config, signal: stop });
        await mesh.apply();
        await mesh.allReach("Initialized", "Initialized", "Initialized");
    });
    after(async function () {
        this.timeout(60_000);
        await site?.stop();
    });

    it("aborts one, promotes one at once, and leaves the third to be measured", async () => {
        await mesh.setProxies(NEXT);
        await mesh.allProgress(NEXT);

        const began = Date.now();
        const [aborted, promoted] = await Promise.all([act("abort", "orders"), act("promote", "frontend")]);
        const took = Date.now() - began;

        assert.deepEqual([aborted.at(-1)?.what, promoted.at(-1)?.what], ["done", "done"], told(promoted));
        assert.ok(took < 45_000, `${took} ms`);
        await mesh.allReach("Succeeded", "Succeeded", "Failed");
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
        assert.equal((await states())["frontend"]?.skips, "no");
        assert.match(await mesh.eventsOf("frontend"), /Canary analysis was skipped/);
    });

    it("does nothing the second time", async () => {
        const again = [...(await act("abort", "orders")), ...(await act("promote", "frontend"))];
        assert.deepEqual(
            again.map(({ what }) => what),
            ["done", "done"],
            told(again),
        );
    });

    it("tries again what has failed, and it is promoted", async () => {
        const steps = await act("retry", "orders");
        assert.equal(steps.at(-1)?.what, "done", told(steps));

        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: NEXT });
    });

    it("has Flagger overwrite a primary that somebody has edited", async () => {
        await editPrimary("backend", THIRD);
        assert.equal((await states())["backend"]?.isCurrent, false);

        await act("retry", "backend");

        await mesh.allReach("Succeeded", "Succeeded", "Succeeded");
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: NEXT });
        assert.equal((await states())["backend"]?.isCurrent, true);
    });

    it("keeps its hand on a canary that either deliverer applies meanwhile, and takes it off", async () => {
        const { frontend } = await states();
        assert.ok(frontend);
        const cluster = await open(signal);
        assert.ok(await changeRollout(cluster, frontend, { kind: "skip", skip: true, why: "" }));
        cluster.close();
        const git = mesh.objects.find(
            ({ kind, metadata }) => kind === "Canary" && metadata.name === "frontend",
        );
        for (const deliverer of ["kustomize-controller", "pulumi-kubernetes"]) {
            const answer = await site.cluster.api.request({
                method: "PATCH",
                path: `/apis/flagger.app/v1beta1/namespaces/prod/canaries/frontend?fieldManager=${deliverer}&force=true`,
                body: git,
                contentType: "application/apply-patch+yaml",
            });
            assert.ok(answer.status < 300, messageOf(answer));
            assert.equal(getIn(answer.body, ["spec", "skipAnalysis"]), true, deliverer);
        }
        assert.equal((await states())["frontend"]?.skips, "by-hand");

        // As after an interruption: the next command of any kind takes it off first.
        const steps = await act("retry", "frontend");
        assert.deepEqual(
            [steps.at(-1)?.what, (await states())["frontend"]?.skips],
            ["done", "no"],
            told(steps),
        );
    });

    it("ends well where all is aborted first, and taken back in Git then: nothing is analysed again", async () => {
        await mesh.setProxies(THIRD);
        await mesh.allProgress(THIRD);
        const steps = await act("abort", ...APPS);
        assert.ok(
            steps.every(({ what }) => what === "changed" || what === "done"),
            told(steps),
        );
        await mesh.setProxies(NEXT);

        await eventually("Flagger to see that it is taken back", async () =>
            everyState(({ isPromoted }) => isPromoted),
        );
        // Two more looks of Flagger's.
        await sleep(25_000);
        assert.ok(await everyState(({ phase, isCurrent }) => phase === "Failed" && isCurrent === true));
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: NEXT });
    });

    it("stops what goes on for a change that was taken back; left alone, Flagger analyses twice", async () => {
        await mesh.setProxies(FOURTH);
        await mesh.allProgress(FOURTH);
        await mesh.setProxies(NEXT);
        const steps = await act("abort", "backend");
        assert.equal(steps.at(-1)?.what, "done", told(steps));
        const { backend } = await states();
        assert.deepEqual([backend?.phase, backend?.isPromoted, backend?.isCurrent], ["Failed", true, true]);

        // What was analysed is no more, and Flagger takes it for promoted; then it sees another change.
        await Promise.all([reaches("frontend", "Succeeded"), reaches("orders", "Succeeded")]);
        await site.setFaults({ workload: "prod/frontend", errorRate: 0.5 });
        await Promise.all([reaches("frontend", "Progressing"), reaches("orders", "Progressing")]);
        await Promise.all([reaches("frontend", "Failed"), reaches("orders", "Succeeded")]);

        // What Git has runs all the while, and Flagger calls it failed for good.
        const { frontend, orders } = await states();
        assert.deepEqual([frontend?.isCurrent, frontend?.isPromoted], [true, false]);
        assert.deepEqual([orders?.isCurrent, orders?.isPromoted], [true, true]);
        assert.deepEqual(await mesh.primaries(), { frontend: NEXT, backend: NEXT, orders: NEXT });
    });

    it("puts Flagger's record right where that has left a canary wedged", async () => {
        const steps = await act("abort", "frontend");
        assert.equal(steps.at(-1)?.what, "done", told(steps));
        await sleep(25_000);
        const { frontend } = await states();
        assert.deepEqual([frontend?.phase, frontend?.isPromoted], ["Failed", true]);
    });

    async function act(action: RolloutAction, ...apps: readonly string[]): Promise<readonly RolloutStep[]> {
        const steps: RolloutStep[] = [];
        const ids = apps.map((app) => `prod/Canary/${app}`);
        await intervene({ open, action, ids, signal, onStep: (step) => void steps.push(step) });
        return steps;
    }

    function told(steps: readonly RolloutStep[]): string {
        return steps.map(({ id, what, why }) => `${id} ${what}: ${why}`).join("\n");
    }

    async function states(): Promise<Readonly<Record<string, RolloutState | undefined>>> {
        const cluster = await open(signal);
        try {
            const found = await readRollouts(cluster, ["prod"]);
            return Object.fromEntries(APPS.map((app) => [app, found.get(`prod/Canary/${app}`)]));
        } finally {
            cluster.close();
        }
    }

    async function reaches(app: string, phase: string): Promise<void> {
        const reached = async () => getIn(await mesh.status(app), ["phase"]) === phase;
        await eventually(`${app} to be ${phase}`, reached, ROLLOUT);
    }

    async function everyState(holds: (state: RolloutState) => boolean): Promise<boolean> {
        return Object.values(await states()).every((state) => state !== undefined && holds(state));
    }

    async function editPrimary(app: string, proxy: string): Promise<void> {
        const metadata = { namespace: "prod", name: `${app}-primary` };
        const primary = (await site.cluster.api.get({
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata,
        })) as Manifest;
        const text = JSON.stringify(primary.spec).replace(/\/proxyv2:\d+\.\d+\.\d+/g, `/proxyv2:${proxy}`);
        const answer = await site.cluster.api.request({
            method: "PATCH",
            path: `/apis/apps/v1/namespaces/prod/deployments/${app}-primary?fieldManager=kubectl-edit`,
            body: { spec: JSON.parse(text) as unknown },
            contentType: "application/merge-patch+json",
        });
        assert.ok(answer.status < 300, messageOf(answer));
    }
});
