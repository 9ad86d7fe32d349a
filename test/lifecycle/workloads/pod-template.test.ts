import assert from "node:assert/strict";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import {
    WORKLOAD_KINDS,
    isWorkload,
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
            assert.equal(isWorkload(object), found);
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

    const pods = { spec: { containers: [{ name: "a", image: "shop:1" }] } };
    /** `[apiVersion, kind, spec, holds pods]` */
    const custom: readonly (readonly [string, string, Readonly<Record<string, unknown>>, boolean])[] = [
        ["keda.sh/v1alpha1", "ScaledJob", { jobTargetRef: { template: pods } }, true],
        ["serving.knative.dev/v1", "Service", { template: pods }, true],
        [
            "jobset.x-k8s.io/v1alpha2",
            "JobSet",
            { replicatedJobs: [{ template: { spec: { template: pods } } }] },
            true,
        ],
        [
            "argoproj.io/v1alpha1",
            "CronWorkflow",
            {
                workflowSpec: {
                    templates: [{ name: "run", container: { image: "{{inputs.parameters.image}}" } }],
                },
            },
            true,
        ],
        [
            "argoproj.io/v1alpha1",
            "Workflow",
            { templates: [{ name: "run", script: { image: "python:3", source: "print()" } }] },
            true,
        ],
        ["ray.io/v1", "RayCluster", { headGroupSpec: { template: pods } }, true],
        [
            "fluxcd.controlplane.io/v1",
            "ResourceSet",
            { resources: [{ kind: "Deployment", spec: { template: pods } }] },
            true,
        ],
        [
            "external-secrets.io/v1",
            "ExternalSecret",
            {
                target: {
                    template: { metadata: { labels: { a: "b" } }, data: { password: "{{ .password }}" } },
                },
            },
            false,
        ],
        [
            "bitnami.com/v1alpha1",
            "SealedSecret",
            { template: { metadata: { name: "a" }, type: "Opaque" } },
            false,
        ],
        ["cert-manager.io/v1", "Certificate", { secretTemplate: { labels: { a: "b" } } }, false],
        [
            "kyverno.io/v1",
            "Policy",
            {
                rules: [
                    { validate: { pattern: { spec: { containers: [{ name: "*", image: "!*:latest" }] } } } },
                ],
            },
            false,
        ],
        ["flagger.app/v1beta1", "MetricTemplate", { query: "containers" }, false],
        ["v1", "PodTemplate", { template: pods }, false],
    ];
    for (const [apiVersion, kind, spec, expected] of custom) {
        it(`finds ${expected ? "" : "no "}pods in a ${kind}`, () => {
            assert.equal(holdsUnknownTemplate(manifest(apiVersion, kind, spec)), expected);
        });
    }

    it("looks at what is wanted, not at what was seen", () => {
        const object = { ...manifest("example.com/v1", "Thing", {}), status: { template: pods } };
        assert.equal(holdsUnknownTemplate(object), false);
    });

    it("does not look for ever", () => {
        let deep: Readonly<Record<string, unknown>> = pods;
        for (let depth = 0; depth < 10_000; depth++) deep = { below: deep };
        assert.equal(holdsUnknownTemplate(manifest("example.com/v1", "Thing", deep)), false);
    });
});

describe("WORKLOAD_KINDS", () => {
    it("names every kind that has a template, the bare Pod too", () => {
        for (const kind of ["Pod", "Deployment", "CronJob", "ReplicationController", "DeploymentConfig"])
            assert.ok(WORKLOAD_KINDS.has(kind), kind);
        assert.ok(!WORKLOAD_KINDS.has("Service"));
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
