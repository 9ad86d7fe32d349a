import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { restartComponents } from "../../lifecycle/cluster/control-plane-process";
import { runningComponents } from "../../lifecycle/cluster/component-process";
import type { Programs } from "../../lifecycle/cluster/programs";
import {
    type TestCluster,
    eventually,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";
import { fuzzRuns, fuzzSeed, seededRandom, tell } from "../support/fuzz-seed";
import { HelmStandIn } from "../support/helm-stand-in";
import { PulumiProject, engineOrSkip, killGroup } from "../support/pulumi-workspace";
import { addNode, leftovers, namesOf } from "../support/stack-in-cluster";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
/** Kills of the quick mode, half of them in `up`, half in `destroy`. More by WINDLASS_RUNS. */
const KILLS = fuzzRuns(4);

describe("stack dev and faults", function () {
    this.timeout(900_000);
    let cluster: TestCluster;
    let programs: Programs;
    let helm: HelmStandIn;
    let project: PulumiProject;
    let crds: readonly string[];

    before(async function () {
        engineOrSkip(this);
        programs = await programsOrSkip(this);
        cluster = await startTestCluster("e2e-faults", programs);
        crds = (await installCrds(cluster.api)) && (await namesOf(cluster.api, CRDS));
        await addNode(cluster.api);
        helm = new HelmStandIn(cluster.api);
        project = new PulumiProject(cluster.layout.kubeconfig);
    });

    afterEach(async () => assert.deepEqual(await namesOf(cluster.api, CRDS), crds, "a CRD has gone"));

    after(async () => {
        await helm?.stop();
        await stop(cluster);
        project?.remove();
    });

    /**
     * What a person does after a crash: the lock goes, what was under way is looked at, and `up` again. A namespace that
     * is going is still there for a refresh, and gone for the `up` after it: so it is waited for.
     */
    async function recover(): Promise<void> {
        if (project.restoreCheckpoint()) tell("the checkpoint was half written, and restored");
        const stack = await project.stack();
        await eventually("namespaces to be gone that are going", async () => {
            const { text } = await cluster.api.request({ path: "/api/v1/namespaces" });
            return !text.includes('"phase":"Terminating"');
        });
        await stack.cancel().catch(() => undefined);
        await stack.refresh({ clearPendingCreates: true });
    }

    it(`converges after ${KILLS} kills at random moments`, async () => {
        const seed = fuzzSeed();
        const random = seededRandom(seed);
        const moments: string[] = [];
        try {
            for (let kill = 0; kill < KILLS; kill++) {
                const command = kill % 2 === 0 ? "up" : "destroy";
                const delay = Math.round(2000 + random() * 16_000);
                moments.push(`${command} +${delay} ms`);
                const child = project.spawn(command, "--yes", "--skip-preview");
                await sleep(delay);
                await killGroup(child);
                await recover();
                const stack = await project.stack();
                await stack.up();
                await stack.refresh({ expectNoChanges: true });
            }
        } finally {
            tell(`seed ${seed}: killed ${moments.join(", ")}`);
        }
        await (await project.stack()).destroy();
        assert.deepEqual(await leftovers(cluster.api), []);
    });

    it("converges after the API server was killed in the middle of an up", async () => {
        const stack = await project.stack();
        const random = seededRandom(fuzzSeed());
        const run = stack.up().then(
            () => "succeeded",
            () => "failed",
        );
        await sleep(4000 + random() * 8000);
        const server = runningComponents(cluster.layout).find(
            ({ component }) => component === "kube-apiserver",
        );
        assert.ok(server);
        process.kill(server.pid, "SIGKILL");
        await restartComponents(cluster.layout, ["kube-apiserver"], programs);
        const outcome = await run;
        if (outcome === "failed") await recover();
        await stack.up();
        await stack.refresh({ expectNoChanges: true });
        tell(`the up under way ${outcome}`);
    });

    it("refuses a second up at once, and names the way out", async () => {
        const stack = await project.stack();
        project.replace("stacks/dev.lock.yaml", "version: 1.31.1", "version: 1.31.2");
        await helm.stop(); // Without an answer for the new version the first one waits.
        const first = project.spawn("up", "--yes", "--skip-preview");
        await sleep(8000);
        const second = await failure(stack.up());
        await killGroup(first);

        assert.match(second, /stack is currently locked by|currently has an update in progress/);
        helm = new HelmStandIn(cluster.api);
        await recover();
        await stack.up();
    });

    it("names the object that another manager holds a field of", async () => {
        const { status, text } = await cluster.api.request({
            method: "PATCH",
            path: "/apis/autoscaling/v2/namespaces/prod/horizontalpodautoscalers/backend?fieldManager=someone&force=true",
            contentType: "application/apply-patch+yaml",
            body: {
                apiVersion: "autoscaling/v2",
                kind: "HorizontalPodAutoscaler",
                metadata: { name: "backend", namespace: "prod" },
                spec: {
                    maxReplicas: 9,
                    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" },
                },
            },
        });
        assert.equal(status, 200, text);
        project.replace("apps/backend/hpa.yaml", "maxReplicas: 4", "maxReplicas: 5");
        const stack = await project.stack();
        const error = await failure(stack.up());

        assert.match(error, /backend-horizontalpodautoscaler/);
        assert.match(error, /conflict[\s\S]*someone/i);
        project.replace("apps/backend/hpa.yaml", "maxReplicas: 5", "maxReplicas: 9");
        await stack.up();
    });

    it("names the object that an admission webhook that fails stands in the way of", async () => {
        const webhook = {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingWebhookConfiguration",
            metadata: { name: "broken" },
            webhooks: [
                {
                    name: "broken.example.com",
                    clientConfig: { url: "https://127.0.0.1:9/validate" },
                    rules: [
                        {
                            apiGroups: ["policy"],
                            apiVersions: ["v1"],
                            operations: ["CREATE", "UPDATE"],
                            resources: ["poddisruptionbudgets"],
                        },
                    ],
                    admissionReviewVersions: ["v1"],
                    sideEffects: "None",
                    failurePolicy: "Fail",
                    timeoutSeconds: 1,
                },
            ],
        };
        assert.ok((await cluster.api.apply(webhook)).status < 300);
        project.replace("apps/backend/pdb.yaml", "maxUnavailable: 1", "maxUnavailable: 2");
        const stack = await project.stack();
        const error = await failure(stack.up());
        await cluster.api.request({
            method: "DELETE",
            path: "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/broken",
        });

        assert.match(error, /backend-primary-poddisruptionbudget/);
        assert.match(error, /failed calling webhook "broken\.example\.com"/);
        await stack.up();
    });

    it("leaves nothing behind", async () => {
        await (await project.stack()).destroy();
        assert.deepEqual(await leftovers(cluster.api), []);
    });

    it("says which object exists already, and goes on once it is imported", async () => {
        const prod = { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } };
        assert.ok((await cluster.api.apply(prod)).status < 300);
        const stack = await project.stack();
        const error = await failure(stack.up());
        assert.match(error, /workloads-apps-prod-namespace[\s\S]*namespaces "prod" already exists/);

        const exported = (await stack.exportStack()) as unknown as Exported;
        const { resources } = exported.deployment;
        const urnOf = (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
        await stack.import({
            nameTable: { above: urnOf("workloads-apps"), cluster: urnOf("cluster") },
            resources: [
                {
                    type: "kubernetes:core/v1:Namespace",
                    name: "workloads-apps-prod-namespace",
                    id: "prod",
                    parent: "above",
                    provider: "cluster",
                },
            ],
            protect: false,
            generateCode: false,
        });
        await stack.up();
        await stack.refresh({ expectNoChanges: true });
        await stack.destroy();
        assert.deepEqual(await leftovers(cluster.api), []);
    });
});

/** What is read of an exported state. */
interface Exported {
    readonly deployment: { readonly resources: readonly { readonly urn: string }[] };
}

/** What the engine said when it failed. */
async function failure(run: Promise<unknown>): Promise<string> {
    try {
        await run;
    } catch (error) {
        return String(error);
    }
    throw new Error("it did not fail");
}
