import assert from "node:assert/strict";
import { type TestCluster, eventually, installCrds } from "../support/control-plane";
import { type EngineCluster, startEngineCluster } from "../support/engine-cluster";
import { refusesExisting, refusesExistingOrSkip } from "../support/engines";
import { adopt, exportedState, failure, recover } from "../support/pulumi-recovery";
import type { PulumiProject } from "../support/pulumi-workspace";
import { deployedReleases, leftovers, namesOf } from "../support/stack-in-cluster";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

const PEER_AUTHENTICATIONS = "peerauthentications.security.istio.io";

/** An object of the stack's that the cluster has already. */
const FLAGGER = { apiVersion: "v1", kind: "Namespace", metadata: { name: "flagger-system" } };

describe("stack dev and faults", function () {
    this.timeout(900_000);
    let site: EngineCluster | undefined;
    let cluster: TestCluster;
    let project: PulumiProject;
    let crds: readonly string[];

    before(async function () {
        site = await startEngineCluster(this, { name: "e2e-faults" });
        ({ cluster, project } = site);
        crds = await namesOf(cluster.api, CRDS);
    });

    afterEach(async () => {
        const now = await namesOf(cluster.api, CRDS);
        const gone = crds.filter((name) => !now.includes(name));
        crds = now;
        assert.deepEqual(gone, [], "a CRD has gone");
    });

    after(() => site?.stop());

    async function without(crd: string): Promise<void> {
        await cluster.api.request({ method: "DELETE", path: `${CRDS}/${crd}` });
        await eventually(`${crd} to be gone`, async () => !(await namesOf(cluster.api, CRDS)).includes(crd));
    }

    it("names the CRD of Flux's that is missing, and builds nothing on what is not there", async () => {
        const crd = "helmreleases.helm.toolkit.fluxcd.io";
        await without(crd);
        const error = await failure((await project.stack()).up());
        await installCrds(cluster.api, (name) => name === crd);
        // The API server drops what it held of the one that was deleted first.
        await eventually("HelmReleases to be served again", () =>
            deployedReleases(cluster.api).then(
                () => true,
                () => false,
            ),
        );

        assert.match(error, /required-helmreleases\.helm\.toolkit\.fluxcd\.io/);
        assert.deepEqual(await leftovers(cluster.api), []);
    });

    it("names the object whose CRD is missing, as one that somebody has deleted behind its chart", async () => {
        // The provider asks six times before it gives up, which takes a minute.
        const stack = await project.stack();
        const up = failure(stack.up());
        // Not as soon as base is there: Flux looks at it once more, and puts back what is gone.
        await eventually(
            "istiod to be there",
            async () => (await deployedReleases(cluster.api)).includes("istio-system/istiod@1.31.1"),
            180_000,
        );
        await without(PEER_AUTHENTICATIONS);
        const error = await up;

        assert.match(
            error,
            /MeshPolicy\$kubernetes:security\.istio\.io\/v1:PeerAuthentication::mesh-peer-auth/,
        );
        assert.match(error, /Verify that any required CRDs have been created/);
    });

    it("goes on where it stopped once Flux has put right what is missing", async () => {
        const { status, text } = await cluster.api.request({
            method: "PATCH",
            path: "/apis/helm.toolkit.fluxcd.io/v2/namespaces/istio-system/helmreleases/istio-base",
            contentType: "application/merge-patch+json",
            body: {
                metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": new Date().toISOString() } },
            },
        });
        assert.equal(status, 200, text);
        await eventually("the CRD to be back", async () =>
            (await namesOf(cluster.api, CRDS)).includes(PEER_AUTHENTICATIONS),
        );
        const stack = await project.stack();
        await stack.up();
        await stack.refresh({ expectNoChanges: true });
    });

    it("names the object whose namespace is going, and goes on once it is gone", async () => {
        const held = {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "held", namespace: "prod", finalizers: ["example.com/hold"] },
        };
        assert.ok((await cluster.api.apply(held)).status < 300);
        await cluster.api.request({ method: "DELETE", path: "/api/v1/namespaces/prod" });
        await eventually("the namespace's Deployments to be gone", async () => {
            return (await namesOf(cluster.api, "/apis/apps/v1/namespaces/prod/deployments")).length === 0;
        });
        const stack = await project.stack();
        await stack.refresh(); // Without it `up` would look for what is no longer there.
        const error = await failure(stack.up());
        await cluster.api.request({
            method: "PATCH",
            path: "/api/v1/namespaces/prod/configmaps/held",
            contentType: "application/merge-patch+json",
            body: { metadata: { finalizers: null } },
        });
        assert.match(error, /resource "\S+::workloads-apps-prod\/[a-z-]+" was not successfully created/);
        assert.match(error, /unable to create new content in namespace prod because it is being terminated/);

        await recover(project, cluster.api);
        await stack.up();
        await stack.refresh({ expectNoChanges: true });
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

    it("leaves nothing behind but the namespace that is nobody's to delete", async () => {
        await (await project.stack()).destroy();
        assert.deepEqual(await leftovers(cluster.api), ["prod"]);
    });

    it("says which object exists already, and takes it for its own when told to", async () => {
        assert.ok((await cluster.api.apply(FLAGGER)).status < 300);
        const stack = await project.stack();
        if (refusesExisting()) {
            const error = await failure(stack.up());
            assert.match(error, /flagger-namespace[\s\S]*namespaces "flagger-system" already exists/);
        }

        await adopt(project, cluster.api);
        await stack.up(); // The provider's option goes again.
        await stack.refresh({ expectNoChanges: true });
        await stack.destroy();
        assert.deepEqual(await leftovers(cluster.api), ["prod"]);
    });

    it("says which object exists already, and goes on once it is imported", async function () {
        refusesExistingOrSkip(this);
        assert.ok((await cluster.api.apply(FLAGGER)).status < 300);
        const stack = await project.stack();
        await failure(stack.up());

        const { resources } = await exportedState(project);
        const urnOf = (name: string) => resources?.find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
        await stack.import({
            nameTable: { above: urnOf("flagger"), cluster: urnOf("cluster") },
            resources: [
                {
                    type: "kubernetes:core/v1:Namespace",
                    name: "flagger-namespace",
                    id: "flagger-system",
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
        assert.deepEqual(await leftovers(cluster.api), ["prod"]);
    });
});
