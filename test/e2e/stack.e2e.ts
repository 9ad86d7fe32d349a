import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { TestCluster } from "../support/control-plane";
import { type EngineCluster, startEngineCluster } from "../support/engine-cluster";
import { type PulumiProject, awayKubeconfig } from "../support/pulumi-workspace";
import { failure } from "../support/pulumi-recovery";
import { autoscalersDone, deployedReleases, leftovers, namesOf } from "../support/stack-in-cluster";

/** Resources of stack `dev`, all of them: the stack, its provider, layers, components and objects. */
const RESOURCES = 53;

/** Logical names in the order the engine was done with them, those that stayed as they were left out. */
async function changed(run: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<string[]> {
    const names: string[] = [];
    await run(({ resOutputsEvent }) => {
        const metadata = resOutputsEvent?.metadata;
        if (!metadata || metadata.op === "same" || metadata.op === "read" || metadata.op === "refresh")
            return;
        names.push(metadata.urn.split("::").pop() ?? "");
    });
    return names;
}

describe("stack dev on the real engine", function () {
    this.timeout(300_000);
    let site: EngineCluster | undefined;
    let cluster: TestCluster;
    let project: PulumiProject;

    before(async function () {
        site = await startEngineCluster(this, { name: "e2e-stack" });
        ({ cluster, project } = site);
    });

    after(() => site?.stop());

    it("is previewed with the cluster away", async () => {
        const stack = await project.stack({ KUBECONFIG: await awayKubeconfig(project.path("away")) });
        const { changeSummary } = await stack.preview();

        assert.deepEqual(changeSummary, { create: RESOURCES });
    });

    it("is created by up, the control plane before any workload", async () => {
        const stack = await project.stack();
        const names = await changed((onEvent) => stack.up({ onEvent }));

        assert.equal(names.filter((name) => name !== "windlass-dev").length >= RESOURCES - 1, true);
        const workload = names.findIndex((name) => name.startsWith("workloads-apps-"));
        for (const gate of ["istio-istiod", "flagger-release", "ingress-gateway"]) {
            const at = names.indexOf(gate);
            assert.ok(at >= 0 && at < workload, `${gate} at ${at}, the first workload at ${workload}`);
        }
        assert.ok(names.indexOf("istio-base") < names.indexOf("istio-istiod"));
        assert.deepEqual((await deployedReleases(cluster.api)).slice(0, 2), [
            "istio-system/istio-base@1.31.1",
            "istio-system/istiod@1.31.1",
        ]);
        assert.deepEqual([...(await deployedReleases(cluster.api))].sort(), [
            "flagger-system/flagger@1.44.0",
            "istio-ingress/istio-ingress@1.31.1",
            "istio-system/istio-base@1.31.1",
            "istio-system/istiod@1.31.1",
        ]);
        assert.deepEqual(site?.istiods.serving(), ["istiod"]);
    });

    it("is not changed by a second up", async () => {
        const { summary } = await (await project.stack()).up();

        // Read, for Flux is met as it is: its two CRDs, before anything is declared and by Bootstrap.
        assert.deepEqual(summary.resourceChanges, { same: RESOURCES, read: 4 });
    });

    it("is clean after refresh", async () => {
        await autoscalersDone(cluster.api, "prod");
        await (await project.stack()).refresh({ expectNoChanges: true });
    });

    it("updates on a version bump only what it should, the control plane before a workload", async () => {
        project.replace("stacks/dev.lock.yaml", "version: 1.31.1", "version: 1.31.2");
        project.replace("apps/backend/hpa.yaml", "maxReplicas: 4", "maxReplicas: 5");
        const stack = await project.stack();
        const names = await changed((onEvent) => stack.up({ onEvent }));

        assert.deepEqual(names, [
            "istio-base",
            "istio-istiod",
            "workloads-apps-prod/backend-horizontalpodautoscaler",
        ]);
        assert.deepEqual((await deployedReleases(cluster.api)).slice(0, 2), [
            "istio-system/istio-base@1.31.2",
            "istio-system/istiod@1.31.2",
        ]);
    });

    it("names file, line and remedy of a mistake, without a stack trace", async () => {
        project.replace("apps/backend/hpa.yaml", "apiVersion: autoscaling/v2", "apiVersion: autoscaling/v9");
        const stack = await project.stack();
        const error = await failure(stack.preview());

        assert.match(error, /apps\/backend\/canary\.yaml:11: spec\.autoscalerRef: .*Write autoscaling\/v9\./);
        assert.doesNotMatch(error, /check-manifests/);
        project.replace("apps/backend/hpa.yaml", "apiVersion: autoscaling/v9", "apiVersion: autoscaling/v2");
    });

    it("leaves nothing after destroy but the namespace that is not its own, and the CRDs of others alone", async () => {
        const crds = await namesOf(cluster.api, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
        await (await project.stack()).destroy();

        assert.deepEqual(await leftovers(cluster.api), ["prod"]);
        const kept = await namesOf(cluster.api, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
        assert.deepEqual(kept, crds);
    });
});
