import assert from "node:assert/strict";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { setIn } from "../../lifecycle/kit/json-path";
import { changesBetween } from "../../diff/changes";
import { IMMUTABLE_FIELDS, REPLACED_BY_PULUMI } from "../../diff/immutable-fields";
import { recreationOf } from "../../diff/recreation";

const FORCED = { annotations: { "kustomize.toolkit.fluxcd.io/force": "enabled" } };

function object(apiVersion: string, kind: string, more: object, metadata: object = {}): Manifest {
    return { apiVersion, kind, metadata: { name: "a", namespace: "n", ...metadata }, ...more };
}

/** `[by Pulumi, by Flux]` */
function outcomes(before: Manifest, after: Manifest) {
    const changes = changesBetween(before, after);
    return (["pulumi", "flux"] as const).map(
        (delivery) => recreationOf({ before, after, changes, delivery })?.outcome,
    );
}

const pod = (more: object) => ({ containers: [{ name: "app", image: "app:1", ...more }] });
const template = (more: object) => ({ template: { spec: pod(more) } });

/** `[what, object, path of keys, other value, by Pulumi, by Flux]` */
const cases: readonly (readonly [
    string,
    Manifest,
    string,
    unknown,
    string | undefined,
    string | undefined,
])[] = [
    [
        "a Job's template",
        object("batch/v1", "Job", { spec: template({}) }),
        "spec.template",
        template({ image: "app:2" }).template,
        "recreated",
        "refused",
    ],
    [
        "a Job's completions",
        object("batch/v1", "Job", { spec: { completions: 2 } }),
        "spec.completions",
        3,
        "recreated",
        "refused",
    ],
    [
        "a Job's completion mode",
        object("batch/v1", "Job", { spec: {} }),
        "spec.completionMode",
        "Indexed",
        "refused",
        "refused",
    ],
    [
        "a Job's completion mode, said as it was",
        object("batch/v1", "Job", { spec: {} }),
        "spec.completionMode",
        "NonIndexed",
        undefined,
        undefined,
    ],
    [
        "a Job's parallelism",
        object("batch/v1", "Job", { spec: {} }),
        "spec.parallelism",
        2,
        "recreated",
        undefined,
    ],
    [
        "a Job's limit of time",
        object("batch/v1", "Job", { spec: {} }),
        "spec.ttlSecondsAfterFinished",
        2,
        undefined,
        undefined,
    ],
    [
        "a CronJob's template",
        object("batch/v1", "CronJob", { spec: {} }),
        "spec.jobTemplate",
        {},
        undefined,
        undefined,
    ],
    [
        "a Pod's image",
        object("v1", "Pod", { spec: pod({}) }),
        "spec.containers",
        pod({ image: "app:2" }).containers,
        "recreated",
        undefined,
    ],
    [
        "a Pod's environment",
        object("v1", "Pod", { spec: pod({}) }),
        "spec.containers",
        pod({ env: [{ name: "A" }] }).containers,
        "recreated",
        "refused",
    ],
    [
        "a Pod's new container",
        object("v1", "Pod", { spec: pod({}) }),
        "spec.containers",
        [...pod({}).containers, { name: "proxy" }],
        "recreated",
        "refused",
    ],
    [
        "a Deployment's selector",
        object("apps/v1", "Deployment", { spec: {} }),
        "spec.selector",
        {},
        "recreated",
        "refused",
    ],
    [
        "a Deployment's template",
        object("apps/v1", "Deployment", { spec: {} }),
        "spec.template",
        {},
        undefined,
        undefined,
    ],
    [
        "a StatefulSet's template",
        object("apps/v1", "StatefulSet", { spec: {} }),
        "spec.template",
        {},
        undefined,
        undefined,
    ],
    [
        "a StatefulSet's claims",
        object("apps/v1", "StatefulSet", { spec: {} }),
        "spec.volumeClaimTemplates",
        [{}],
        "recreated",
        "refused",
    ],
    [
        "a Service's address",
        object("v1", "Service", { spec: { clusterIP: "None" } }),
        "spec.clusterIP",
        "10.0.0.1",
        "recreated",
        "refused",
    ],
    [
        "a Service's address, not asked for",
        object("v1", "Service", { spec: { clusterIP: "None" } }),
        "spec.clusterIP",
        undefined,
        undefined,
        undefined,
    ],
    [
        "a claim's class",
        object("v1", "PersistentVolumeClaim", { spec: {} }),
        "spec.storageClassName",
        "fast",
        "recreated",
        "refused",
    ],
    [
        "a claim's source",
        object("v1", "PersistentVolumeClaim", { spec: {} }),
        "spec.dataSource",
        {},
        "refused",
        "refused",
    ],
    [
        "a claim's size",
        object("v1", "PersistentVolumeClaim", { spec: {} }),
        "spec.resources",
        {},
        undefined,
        undefined,
    ],
    [
        "a StorageClass' parameters",
        object("storage.k8s.io/v1", "StorageClass", {}),
        "parameters",
        {},
        "recreated",
        "refused",
    ],
    [
        "a StorageClass' reclaim policy",
        object("storage.k8s.io/v1", "StorageClass", {}),
        "reclaimPolicy",
        "Retain",
        "refused",
        "refused",
    ],
    [
        "a binding's role",
        object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: {} }),
        "roleRef",
        { name: "b" },
        "recreated",
        "refused",
    ],
    ["a Secret's type", object("v1", "Secret", {}), "type", "kubernetes.io/tls", "recreated", "refused"],
    ["a Secret's type, said as it was", object("v1", "Secret", {}), "type", "Opaque", undefined, undefined],
    [
        "a sealed ConfigMap's data",
        object("v1", "ConfigMap", { immutable: true, data: {} }),
        "data",
        { a: "b" },
        "recreated",
        "refused",
    ],
    [
        "the seal of a ConfigMap",
        object("v1", "ConfigMap", { immutable: true }),
        "immutable",
        false,
        "refused",
        "refused",
    ],
    [
        "an open ConfigMap's data",
        object("v1", "ConfigMap", { data: {} }),
        "data",
        { a: "b" },
        undefined,
        undefined,
    ],
    [
        "a PriorityClass' value",
        object("scheduling.k8s.io/v1", "PriorityClass", { value: 1 }),
        "value",
        2,
        "refused",
        "refused",
    ],
    [
        "an IngressClass' controller",
        object("networking.k8s.io/v1", "IngressClass", { spec: {} }),
        "spec.controller",
        "a/b",
        "refused",
        "refused",
    ],
    [
        "a RuntimeClass' handler",
        object("node.k8s.io/v1", "RuntimeClass", { handler: "a" }),
        "handler",
        "b",
        "refused",
        "refused",
    ],
    [
        "a HelmRelease's release",
        object("helm.toolkit.fluxcd.io/v2", "HelmRelease", { spec: {} }),
        "spec.releaseName",
        "b",
        "redone",
        "redone",
    ],
];

describe("recreationOf", () => {
    for (const [what, before, path, value, pulumi, flux] of cases) {
        it(`${what}: ${String(pulumi)} by Pulumi, ${String(flux)} by Flux`, () => {
            const after = setIn(before, path.split("."), value) as Manifest;

            assert.deepEqual(outcomes(before, after), [pulumi, flux]);
        });
    }

    it("is done by Flux where the object says so, before or after the change", () => {
        const job = (image: string, metadata: object = {}) =>
            object("batch/v1", "Job", { spec: template({ image }) }, metadata);

        assert.deepEqual(outcomes(job("a:1"), job("a:2", FORCED)), ["recreated", "recreated"]);
        assert.deepEqual(outcomes(job("a:1", FORCED), job("a:2")), ["recreated", "recreated"]);
    });

    it("knows every field as a path without an empty key", () => {
        for (const table of [IMMUTABLE_FIELDS, REPLACED_BY_PULUMI])
            for (const { fields, but = [] } of Object.values(table))
                for (const field of [...fields, ...but]) assert.match(field, /^[A-Za-z*]+(\/[A-Za-z*]+)*$/);
    });
});
