import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { lookAtCluster } from "../../adapters/kubernetes/observe-source";
import { readEvidence } from "../../adapters/git/evidence-source";
import { readStacks } from "../../cli/read-stacks";
import { verifiedSoak } from "../../lifecycle/evidence/verified-soak";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { getIn, setIn } from "../../lifecycle/kit/json-path";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { podTemplateOf } from "../../lifecycle/workloads/pod-template";
import { kubeconfig as kubeconfigOf } from "../../tools/test-bed/kubeconfig";
import { readAccess } from "../../tools/test-bed/state-store";
import { commitBase } from "../diff/repository";
import {
    type TestCluster,
    crdsOrSkip,
    eventually,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";
import { asGitHasIt, kubeconfigVariable, gatewaysOf } from "../support/fake-cluster";
import { type KubeClient, messageOf } from "../support/kube-api";
import { type Project, projects } from "../support/project";
import { addNode } from "../support/stack-in-cluster";

/** Pods a look has to bear; 10000 is what was measured (docs/benchmarks.md). */
const PODS = Number(process.env["WINDLASS_PODS"] ?? 3000);
const MEBIBYTE = 1024 * 1024;

const TEMPLATE = { interval: "10m", sourceRef: { kind: "GitRepository", name: "mesh" } };

function layer(ready: "True" | "False"): Manifest {
    const message = ready === "True" ? "Applied revision: main@sha1:1" : "health check failed";
    return {
        apiVersion: "kustomize.toolkit.fluxcd.io/v1",
        kind: "Kustomization",
        metadata: { name: "workloads", namespace: "flux-system" },
        spec: { ...TEMPLATE, prune: true },
        status: { observedGeneration: 1, conditions: [condition(ready, message)] },
    };
}

const release: Manifest = {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "istio-base", namespace: "istio-system" },
    spec: { interval: "10m", chartRef: { kind: "HelmChart", name: "base" } },
    status: {
        observedGeneration: 1,
        conditions: [condition("True", "Helm install succeeded")],
        history: [
            {
                name: "istio-base",
                namespace: "istio-system",
                version: 1,
                status: "deployed",
                chartName: "base",
                chartVersion: "1.31.1",
                configDigest: "sha256:0",
                digest: "sha256:0",
                firstDeployed: "2026-11-28T12:00:00Z",
                lastDeployed: "2026-11-28T12:00:00Z",
            },
        ],
    },
};

function condition(status: string, message: string): object {
    const lastTransitionTime = "2026-11-28T12:00:00Z";
    return { type: "Ready", status, message, reason: "Test", lastTransitionTime };
}

describe("windlass status on a real API server", function () {
    this.timeout(300_000);
    const fresh = projects();
    const useKubeconfig = kubeconfigVariable();
    let cluster: TestCluster | undefined;
    let api: KubeClient;
    let project: Project;
    let backend: Manifest;
    let kubeconfig: string;
    let context: string;

    before(async function () {
        await crdsOrSkip(this);
        const programs = await programsOrSkip(this);
        cluster = await startTestCluster("status", programs);
        context = `windlass-${cluster.layout.name}`;
        api = cluster.api;
        await installCrds(api, (name) => /flagger\.app$|toolkit\.fluxcd\.io$/.test(name));
        await addNode(api);
        project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "context: kind-dev", `context: ${context}`);
        commitBase(project);
        kubeconfig = cluster.layout.kubeconfig;
        useKubeconfig(kubeconfig);

        const [stack] = readStacks(project.root, ["dev"]);
        assert.ok(stack);
        const { workloads } = stack;
        const { deployments = [], canaries = [] } = asGitHasIt(stack);
        const { settings, lock } = stack;
        for (const name of [
            "prod",
            "test",
            "istio-system",
            "flux-system",
            "many",
            ...settings.gateways.map(({ namespace }) => namespace),
        ])
            await put({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        for (const gateway of gatewaysOf(settings, lock)) await put(gateway);
        for (const object of workloads.objects.filter(({ kind }) => kind === "ServiceAccount"))
            await put(object);
        for (const { status: _, ...deployment } of deployments) {
            // Flagger scales its target to nothing: the primary serves.
            const replicas = workloads.gated.has(objectId(deployment)) ? 0 : 1;
            await put(setIn(deployment, ["spec", "replicas"], replicas) as Manifest);
        }
        for (const canary of canaries) await putWithStatus(canary, "canaries");
        await putWithStatus(layer("True"), "kustomizations");
        await putWithStatus(release, "helmreleases");
        const found = deployments.find(({ metadata }) => metadata.name === "backend-primary");
        assert.ok(found);
        backend = found;
    });
    after(() => stop(cluster));

    async function put(object: Manifest): Promise<void> {
        const answer = await api.apply(object);
        assert.ok(answer.status < 300, `${object.kind} ${object.metadata.name}: ${messageOf(answer)}`);
    }

    async function putWithStatus({ status, ...object }: Manifest, plural: string): Promise<void> {
        await put(object);
        const { apiVersion, metadata } = object;
        const path = `/apis/${apiVersion}/namespaces/${metadata.namespace}/${plural}/${metadata.name}/status`;
        const contentType = "application/merge-patch+json";
        const answer = await api.request({ method: "PATCH", path, body: { status }, contentType });
        assert.ok(answer.status < 300, messageOf(answer));
    }

    it("sees a mesh that is as Git has it, and keeps that", async () => {
        const seen = async () => project.run("status", "--stack", "dev", "--record", "--json");
        let last = await seen();
        await eventually("every pod to run", async () => {
            last = await seen();
            return last.status === ExitStatus.ok;
        }).catch(() => assert.fail(`${last.printed}\n${last.noted}`));
        const [{ live } = { live: undefined }] = JSON.parse(last.printed) as { live: unknown }[];
        assert.deepEqual(getIn(live, ["summary", "canaries"]), {
            total: 2,
            promoted: 2,
            phases: { Succeeded: 2 },
        });
        assert.equal(getIn(live, ["summary", "crds"]), "1.31.1");
        const evidence = (await readEvidence(project.root)).byStack.get("dev");
        assert.ok(evidence);
        assert.equal(typeof verifiedSoak(evidence, "proxies", "1.31.1"), "number");
    });

    it("sees a failed canary, a layer that is not ready, an istiod at zero", async () => {
        const failed = { phase: "Failed", lastAppliedSpec: "b", lastPromotedSpec: "a" };
        const old = JSON.stringify(backend).replaceAll("proxyv2:1.31.1", "proxyv2:1.31.0");
        const { status: _, ...primary } = JSON.parse(old) as Manifest;
        await put(primary);
        const canary = { apiVersion: "flagger.app/v1beta1", kind: "Canary" };
        const path = `/apis/${canary.apiVersion}/namespaces/prod/canaries/backend/status`;
        const contentType = "application/merge-patch+json";
        await api.request({ method: "PATCH", path, body: { status: failed }, contentType });
        await putWithStatus(layer("False"), "kustomizations");
        const scale = "/apis/apps/v1/namespaces/istio-system/deployments/istiod";
        await api.request({ method: "PATCH", path: scale, body: { spec: { replicas: 0 } }, contentType });

        const { status, printed } = await project.run("status", "--stack", "dev", "--record");
        assert.equal(status, ExitStatus.failing);
        for (const said of [
            /istiod of revision default: it is scaled to zero, and nothing scales it up/,
            /flux-system\/Kustomization\/workloads: it is not ready: health check failed/,
            /prod\/Canary\/backend: its analysis failed: its primary runs \S+proxyv2:1\.31\.0/,
        ])
            assert.match(printed, said);
        const { byStack } = await readEvidence(project.root);
        assert.deepEqual(byStack.get("dev")?.failed, [{ canary: "prod/Canary/backend", version: "1.31.1" }]);
        assert.equal(byStack.get("dev")?.health, "failing");
    });

    it(`reads ${PODS} pods in bounded time and memory`, async () => {
        const spec = {
            ...podTemplateOf(backend)?.spec,
            serviceAccountName: "default",
            schedulerName: "nobody",
        };
        const labels = { "istio.io/rev": "default" };
        let made = 0;
        const make = async (): Promise<void> => {
            for (let index = made++; index < PODS; index = made++) {
                const metadata = { name: `pod-${index}`, namespace: "many", labels };
                const body = { apiVersion: "v1", kind: "Pod", metadata, spec };
                const path = "/api/v1/namespaces/many/pods";
                const answer = await api.request({ method: "POST", path, body });
                assert.equal(answer.status, 201, messageOf(answer));
            }
        };
        await Promise.all(Array.from({ length: 8 }, make));

        const idle = process.memoryUsage().rss;
        let peak = idle;
        const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
        const started = performance.now();
        const answer = await lookAtCluster({
            context,
            kubeconfig: readFileSync(kubeconfig, "utf8"),
        });
        const took = performance.now() - started;
        clearInterval(watch);
        assert.ok("observed" in answer, JSON.stringify(answer).slice(0, 300));
        const pods = answer.observed.proxies.reduce((sum, tally) => sum + tally.pods, 0);
        assert.ok(pods >= PODS, `${pods} pods`);
        const grown = Math.round((peak - idle) / MEBIBYTE);
        process.stderr.write(`      (${pods} pods in ${(took / 1000).toFixed(1)} s, ${grown} MiB more)\n`);
        assert.ok(grown < 400, `${grown} MiB`);
    });

    it("says that it may not look, that time was short, and that the cluster is away", async () => {
        assert.ok(cluster);
        const access = readAccess(cluster.layout);
        assert.ok(access);
        const { name } = cluster.layout;
        const path = "/api/v1/namespaces/prod/serviceaccounts/default/token";
        const { body } = await api.request({ method: "POST", path, body: { spec: {} } });
        const token = String(getIn(body, ["status", "token"]));
        const reason = async (more: object): Promise<string> => {
            const answer = await lookAtCluster({
                context,
                kubeconfig: kubeconfigOf(name, access),
                ...more,
            });
            return "unreachable" in answer ? answer.unreachable : "seen";
        };
        assert.match(await reason({ kubeconfig: kubeconfigOf(name, { ...access, token }) }), /forbidden/);
        assert.match(
            await reason({ kubeconfig: kubeconfigOf(name, { ...access, token: "forged" }) }),
            /^refuses the credentials/,
        );
        assert.match(await reason({ timeout: 5 }), /did not answer within 0\.005 s/);

        const last = (await readEvidence(project.root)).byStack.get("dev");
        await stop(cluster);
        assert.match(await reason({}), /^cannot be reached \(ECONNREFUSED\)/);
        const { status, noted } = await project.run("status", "--stack", "dev", "--record");
        assert.equal(status, ExitStatus.unreachable);
        assert.match(noted, /nothing is kept of dev/);
        assert.deepEqual((await readEvidence(project.root)).byStack.get("dev"), last);
    });
});
