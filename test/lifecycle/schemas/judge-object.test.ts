import assert from "node:assert/strict";
import { parse } from "yaml";
import { judgeObject } from "../../../lifecycle/schemas/judge-object";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { exampleKinds } from "../../support/known-kinds";

function judge(text: string, crds: readonly Manifest[] = []): { faults: string[]; unknown: boolean } {
    const kinds = exampleKinds(crds.map((manifest) => ({ manifest })));
    const { faults, unknown } = judgeObject({
        object: parse(text) as Manifest,
        kinds,
        context: { minor: 34 },
    });
    return { faults: faults.map(({ id, path, rule }) => `${id} ${path.join(".")}: ${rule}`), unknown };
}

const service = "apiVersion: v1, kind: Service, metadata: {name: web, namespace: prod}";
const canary = (more: string, hook = "") => `{
    apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: orders, namespace: prod},
    spec: {
        targetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}, service: {port: 80},
        analysis: {threshold: 5, stepWeight: 5, ${more}, webhooks: [{name: a, url: "http://x.test/" ${hook}}]},
    },
}`;

describe("judgeObject", () => {
    it("takes what is right", () => {
        assert.deepEqual(judge(`{${service}, spec: {selector: {app: web}, ports: [{port: 80}]}}`), {
            faults: [],
            unknown: false,
        });
        assert.deepEqual(judge(canary("interval: 1m30s", ", type: rollback")).faults, []);
    });

    it("refuses unknown fields of Kubernetes' own kinds, wherever they stand", () => {
        assert.deepEqual(
            judge(`{${service}, spec: {selectr: {app: web}, ports: [{port: 80, targetport: 8080}]}}`).faults,
            [
                "object-schema spec.selectr: is no field of spec",
                "object-schema spec.ports.0.targetport: is no field of spec.ports.0",
            ],
        );
        assert.deepEqual(
            judge(
                "{apiVersion: v1, kind: Service, metadata: {name: a, lables: {}}, spec: {ports: [{port: 80}]}}",
            ).faults,
            ["object-schema metadata.lables: is no field of metadata"],
        );
    });

    it("holds a custom resource against its pinned definition", () => {
        assert.match(
            judge(canary("interval: 1m", ", type: confirm-rollback")).faults.join("\n"),
            /^object-schema spec\.analysis\.webhooks\.0\.type: must be one of confirm-rollout, /,
        );
        assert.deepEqual(judge(canary("interval: 1h")).faults, [
            "object-schema spec.analysis.interval: must match ^[0-9]+(m|s)",
        ]);
        assert.deepEqual(judge(canary("interval: 1m, stepWeigth: 5")).faults, [
            "object-schema spec.analysis.stepWeigth: is no field of spec.analysis",
        ]);
        assert.match(
            judge(canary("interval: 1m, iterations: 3")).faults.join(),
            /takes only one of: interval with threshold/,
        );
        assert.match(
            judge(
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: b}, spec: {hosts: [a], http: [{timeout: soon}]}}",
            ).faults.join(),
            /spec\.http\.0\.timeout: must match/,
        );
    });

    const widget: Manifest = {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: "widgets.example.com" },
        spec: {
            group: "example.com",
            scope: "Namespaced",
            names: { kind: "Widget", plural: "widgets" },
            versions: [
                {
                    name: "v1",
                    served: true,
                    schema: {
                        openAPIV3Schema: {
                            type: "object",
                            properties: {
                                spec: { type: "object", properties: { size: { type: "integer" } } },
                            },
                        },
                    },
                },
            ],
        },
    };

    it("holds a custom resource against a definition among the manifests", () => {
        const object = (version: string, spec: string) =>
            `{apiVersion: example.com/${version}, kind: Widget, metadata: {name: a, namespace: b}, spec: ${spec}}`;
        assert.deepEqual(judge(object("v1", "{size: 3}"), [widget]), { faults: [], unknown: false });
        assert.deepEqual(judge(object("v1", "{size: big}"), [widget]).faults, [
            "object-schema spec.size: must be a whole number, and is a text",
        ]);
        assert.deepEqual(judge(object("v2", "{}"), [widget]).faults, [
            "object-kind apiVersion: is no version that Widget is served in: example.com/v1",
        ]);
        assert.equal(judge(object("v1", "{size: big}")).unknown, true);
    });

    it("refuses kinds and versions that a known group does not have", () => {
        const object = (apiVersion: string, kind: string) =>
            `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a, namespace: b}}`;
        assert.deepEqual(judge(object("apps/v1", "Deploymnet")).faults, [
            "object-kind kind: is no kind of apps",
        ]);
        assert.deepEqual(judge(object("apps/v2", "Deployment")).faults, [
            "object-kind apiVersion: is no version that Deployment is served in: apps/v1",
        ]);
        assert.deepEqual(judge(object("v1", "Deployment")).faults, [
            "object-kind kind: is no kind of the core group",
        ]);
        assert.deepEqual(judge(object("networking.istio.io/v1", "VirtualServcie")).faults, [
            "object-kind kind: is no kind of networking.istio.io",
        ]);
        assert.deepEqual(judge(object("extensions/v1beta1", "Ingress")).faults, [
            "object-kind apiVersion: is no API version this Kubernetes serves",
        ]);
    });

    it("looks at names and labels of kinds nobody knows, and at nothing else", () => {
        assert.deepEqual(
            judge(
                "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a_b, namespace: c}, spec: {x: 1}}",
            ),
            {
                faults: [
                    "object-metadata metadata.name: must be a DNS-1123 subdomain: at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends",
                ],
                unknown: true,
            },
        );
    });

    it("refuses what a server has set, empty or not copied but for that", () => {
        const copied =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, uid: 4f3c, resourceVersion: '12', generation: 3, creationTimestamp: '2026-01-01T00:00:00Z', managedFields: []}, status: {x: 1}}";
        assert.deepEqual(
            judge(copied).faults.map((text) => text.split(":")[0]),
            [
                "object-metadata metadata.uid",
                "object-metadata metadata.resourceVersion",
                "object-metadata metadata.managedFields",
            ],
        );
        assert.deepEqual(
            judge(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b, creationTimestamp: null, uid: ''}}",
            ).faults,
            [],
        );
    });

    it("does not judge what SOPS has encrypted", () => {
        const secret =
            "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}, data: {key: 'ENC[AES256_GCM,data:x]'}, sops: {mac: x}}";
        assert.deepEqual(judge(secret), { faults: [], unknown: false });
    });

    it("complains of a field once", () => {
        const pod =
            "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [{image: a}]}}";
        assert.deepEqual(judge(pod).faults, ["object-schema spec.containers.0.name: is required"]);
    });
});
