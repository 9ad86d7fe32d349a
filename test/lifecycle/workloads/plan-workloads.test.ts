import assert from "node:assert/strict";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { planWorkloads } from "../../../lifecycle/workloads/plan-workloads";
import { templateMarkOf, templateMarks } from "../../../lifecycle/workloads/template-mark";
import { exampleKinds } from "../../support/known-kinds";

const TEXT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: backend, namespace: prod }
spec: { template: { spec: { containers: [] } } }
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: backend, namespace: prod }
spec: { targetRef: { apiVersion: apps/v1, kind: Deployment, name: backend } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
---
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, namespace: legacy }
spec: { template: { spec: { containers: [] } } }
`;

function plan(mode: DataPlaneMode, isMarked?: (id: string) => boolean) {
    return planWorkloads({
        settings: {
            workloads: {
                apps: ["a"],
                removalLimit: 25,
                clusterScoped: [],
                mode,
                namespaces: { legacy: { mode: "none" } },
            },
        },
        manifests: parseManifests("a", "apps/a/a.yaml", TEXT),
        scopes: exampleKinds(),
        revision: "default",
        inject: ({ manifest }) => ({ ...manifest, injected: true }),
        isMarked,
    });
}

const brief = ({ kind, metadata, ...rest }: Manifest) =>
    `${kind} ${metadata.name}${rest["injected"] ? " +proxy" : ""}`;

describe("planWorkloads", () => {
    it("puts namespaces and cluster-scoped objects first, the rest in the order of the manifests", () => {
        const { foundation, objects } = plan("git");

        assert.deepEqual(foundation.map(brief), ["Namespace legacy", "Namespace prod", "ClusterRole reader"]);
        assert.deepEqual(objects.map(brief), ["Deployment backend +proxy", "Canary backend", "Job migrate"]);
    });

    it("injects nothing where the proxy does not come from Git", () => {
        assert.deepEqual(plan("webhook").objects.map(brief), [
            "Deployment backend",
            "Canary backend",
            "Job migrate",
        ]);
    });

    it("tells the mode of each workload and which of them a canary gates", () => {
        const { modes, gated } = plan("git");

        assert.deepEqual(
            [...modes],
            [
                ["prod/Deployment/backend", "git"],
                ["legacy/Job/migrate", "none"],
            ],
        );
        assert.deepEqual([...gated], ["prod/Deployment/backend"]);
    });

    it("names the namespaces where a canary's template mounts Istio's root certificate", () => {
        assert.deepEqual(plan("git").trackedNamespaces, ["prod"]);
        assert.deepEqual(plan("webhook").trackedNamespaces, []);
    });

    it("marks the templates of what a canary gates, where they are to be, and brings what the marks name", () => {
        const { objects } = plan("git", () => true);
        const [backend, , job, ...marks] = objects;
        assert.ok(backend && job);

        assert.ok(backend["injected"] && templateMarkOf(backend));
        assert.equal(templateMarkOf(job), undefined);
        assert.deepEqual(marks, templateMarks("prod"));
        assert.ok(templateMarkOf(plan("webhook", () => true).objects[0] as Manifest));
        assert.deepEqual(
            plan("git", (id) => id !== "prod/Deployment/backend"),
            plan("git"),
        );
    });
});
