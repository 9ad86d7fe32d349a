import assert from "node:assert/strict";

import { Cluster } from "../../adapters/kubernetes/cluster-source";
import { type RolloutStep, intervene } from "../../adapters/kubernetes/intervene";
import { readRollouts } from "../../adapters/kubernetes/rollout-store";
import { getIn } from "../../lifecycle/kit/json-path";
import type { RolloutAction, RolloutState } from "../../lifecycle/observed/rollout-state";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { kubeconfig } from "../../tools/test-bed/kubeconfig";
import { readAccess } from "../../tools/test-bed/state-store";
import { type AnalysisCluster, startAnalysisCluster } from "../support/analysis-cluster";
import { APPS, AnalysisMesh, PROXY, ROLLOUT, analysisObjects, canary } from "../support/analysis-mesh";
import { eventually } from "../support/control-plane";
import { messageOf } from "../support/kube-api";

const NEXT = "1.31.2";
const THIRD = "1.31.3";
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
        await mesh.setProxies(THIRD);
        await mesh.allProgress(THIRD);
        const cluster = await open(signal);
        const skip = { how: "apply", manager: "windlass-rollout" } as const;
        const name = {
            apiVersion: "flagger.app/v1beta1",
            resource: "canaries",
            namespace: "prod",
            name: "frontend",
        };
        const { uid } = (await states())["frontend"] ?? {};
        const body = {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata: { namespace: "prod", name: "frontend", uid },
            spec: { skipAnalysis: true },
        };
        assert.ok(await cluster.patch(name, { ...skip, body }));
        const git = mesh.objects.find(
            ({ kind, metadata }) => kind === "Canary" && metadata.name === "frontend",
        );
        assert.ok(git);
        for (const deliverer of ["kustomize-controller", "pulumi-kubernetes"]) {
            const query = `fieldManager=${deliverer}&force=true`;
            const answer = await site.cluster.api.request({
                method: "PATCH",
                path: `/apis/flagger.app/v1beta1/namespaces/prod/canaries/frontend?${query}`,
                body: git,
                contentType: "application/apply-patch+yaml",
            });
            assert.ok(answer.status < 300, messageOf(answer));
            assert.equal(getIn(answer.body, ["spec", "skipAnalysis"]), true, deliverer);
        }
        cluster.close();
        // As after an interruption: the next command of any kind takes it off first.
        await act("abort", ...APPS);
        assert.equal((await states())["frontend"]?.skips, "no");
    });

    it("PROBE: a revert mid-analysis", async () => {
        await mesh.setProxies(NEXT);
        await mesh.allReach("Succeeded", "Succeeded", "Succeeded").catch(() => undefined);
        process.stderr.write(`before ${JSON.stringify(await mesh.phases())} ${JSON.stringify(await mesh.primaries())}\n`);
        await mesh.setProxies("1.31.4");
        await mesh.allProgress("1.31.4");
        await new Promise((resolve) => setTimeout(resolve, 15_000));
        await mesh.setProxies(NEXT);
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        const steps = await act("abort", "backend");
        process.stderr.write(told(steps) + "\n");
        let last = "";
        const began = Date.now();
        while (Date.now() - began < 200_000) {
            const all = await states();
            const line = APPS.map((app) => { const x = all[app]; return `${app} ${x?.phase} current=${x?.isCurrent} promoted=${x?.isPromoted} applied=${x?.lastApplied}`; }).join(" | ");
            if (line !== last) process.stderr.write(`${Math.round((Date.now() - began) / 1000)}s ${line}\n`);
            last = line;
            await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
        process.stderr.write(`after ${JSON.stringify(await mesh.primaries())}\n${await mesh.eventsOf("frontend")}\n`);
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

    void canary;
    void eventually;
});
