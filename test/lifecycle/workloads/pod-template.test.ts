import assert from "node:assert/strict";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import {
    bearsPods,
    holdsUnknownTemplate,
    podTemplateOf,
    templatePathOf,
    withPodTemplate,
} from "../../../lifecycle/workloads/pod-template";

const template = { metadata: { labels: { app: "a" } }, spec: { containers: [] } };

function manifest(apiVersion: string, kind: string, spec: object): Manifest {
    return { apiVersion, kind, metadata: { name: "a", namespace: "prod" }, spec };
}

/** `[manifest, whether its pods are found]` */
const cases: readonly (readonly [Manifest, boolean])[] = [
    [manifest("apps/v1", "Deployment", { template }), true],
    [manifest("apps/v1", "StatefulSet", { template }), true],
    [manifest("apps/v1", "DaemonSet", { template }), true],
    [manifest("batch/v1", "Job", { template }), true],
    [manifest("batch/v1", "CronJob", { jobTemplate: { spec: { template } } }), true],
    [manifest("apps/v1", "ReplicaSet", { template }), true],
    [manifest("v1", "ReplicationController", { template }), true],
    [manifest("apps.openshift.io/v1", "DeploymentConfig", { template }), true],
    [manifest("v1", "Service", { template }), false],
    [manifest("example.com/v1", "Deployment", { template }), false],
];

describe("podTemplateOf", () => {
    for (const [object, found] of cases) {
        it(`${found ? "finds" : "looks for no"} pods of a ${object.apiVersion} ${object.kind}`, () => {
            assert.equal(bearsPods(object), found);
            assert.deepEqual(podTemplateOf(object), found ? template : undefined);
        });
    }
});

describe("a Pod", () => {
    const pod: Manifest = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: template.spec };

    it("is its own template", () => {
        assert.equal(podTemplateOf(pod), pod);
        assert.deepEqual(templatePathOf(pod), []);
        const metadata = { name: "a", labels: { b: "c" } };
        assert.deepEqual(withPodTemplate(pod, { metadata, spec: {} }), { ...pod, metadata, spec: {} });
    });
});

describe("holdsUnknownTemplate", () => {
    it("tells custom kinds with pods from those without and from Kubernetes' own", () => {
        assert.equal(holdsUnknownTemplate(manifest("argoproj.io/v1alpha1", "Rollout", { template })), true);
        assert.equal(holdsUnknownTemplate(manifest("apps/v1", "Deployment", { template })), false);
        assert.equal(holdsUnknownTemplate(manifest("v1", "Service", { ports: [] })), false);
    });
});

describe("withPodTemplate", () => {
    it("replaces the template and nothing else", () => {
        const other = { spec: { containers: [{ name: "b" }] } };
        const before = manifest("batch/v1", "CronJob", {
            schedule: "@daily",
            jobTemplate: { spec: { template } },
        });

        const after = withPodTemplate(before, other);

        assert.deepEqual(podTemplateOf(after), other);
        assert.deepEqual(podTemplateOf(before), template);
        assert.deepEqual(withPodTemplate(after, template), before);
    });
});
