import assert from "node:assert/strict";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { bearsPods, podTemplateOf, withPodTemplate } from "../../../lifecycle/workloads/pod-template";

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
    [manifest("v1", "Pod", template.spec), false],
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
