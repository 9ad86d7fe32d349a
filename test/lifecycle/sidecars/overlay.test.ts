import assert from "node:assert/strict";
import fc from "fast-check";

import { applyOverlay } from "../../../lifecycle/sidecars/apply-overlay";
import { type Overlay, overlayOf } from "../../../lifecycle/sidecars/overlay";
import { injectedTemplateOf } from "../../../lifecycle/sidecars/pristine";
import { type PodTemplate, podTemplateOf } from "../../../lifecycle/workloads/pod-template";
import {
    RECORDED_VERSIONS,
    RECORDED_WORKLOADS,
    recordedOutput,
    recordedWorkload,
} from "../../support/recordings";

describe("overlayOf", () => {
    const cases: [string, PodTemplate, PodTemplate, Overlay][] = [
        ["nothing", { spec: { containers: [{ name: "a" }] } }, { spec: { containers: [{ name: "a" }] } }, {}],
        [
            "a label",
            { metadata: { labels: { app: "a" } } },
            { metadata: { labels: { app: "a", "x/y": "1" } } },
            { "metadata/labels/x~1y": "1" },
        ],
        [
            "a label where there were none",
            {},
            { metadata: { labels: { b: "1" } } },
            { "metadata/labels/b": "1" },
        ],
        [
            "an annotation that is gone",
            { metadata: { annotations: { a: "1", b: "2" } } },
            { metadata: { annotations: { b: "2" } } },
            { "metadata/annotations/a": null },
        ],
        [
            "a probe of another kind",
            { spec: { containers: [{ name: "a", livenessProbe: { grpc: { port: 1 }, periodSeconds: 3 } }] } },
            {
                spec: {
                    containers: [
                        { name: "a", livenessProbe: { httpGet: { path: "/", port: 2 }, periodSeconds: 3 } },
                    ],
                },
            },
            {
                "spec/containers/a/livenessProbe/grpc": null,
                "spec/containers/a/livenessProbe/httpGet": { path: "/", port: 2 },
            },
        ],
        [
            "a new container at the end",
            { spec: { containers: [{ name: "a" }] } },
            {
                spec: {
                    containers: [{ name: "a" }, { name: "p", image: "i", env: [{ name: "X", value: "1" }] }],
                },
            },
            {
                "spec/containers": ["p"],
                "spec/containers/p/env": ["X"],
                "spec/containers/p/env/X": "1",
                "spec/containers/p/image": "i",
            },
        ],
        [
            "a new container at the start",
            { spec: { containers: [{ name: "a" }] } },
            { spec: { containers: [{ name: "p", image: "i" }, { name: "a" }] } },
            { "spec/containers": ["p", "(pristine)"], "spec/containers/p/image": "i" },
        ],
        [
            "pristine containers put in another order",
            { spec: { containers: [{ name: "a" }, { name: "b" }] } },
            { spec: { containers: [{ name: "b" }, { name: "p", image: "i" }, { name: "a" }] } },
            { "spec/containers": ["b", "p", "a"], "spec/containers/p/image": "i" },
        ],
    ];
    for (const [what, pristine, injected, overlay] of cases) {
        it(`says ${what}`, () => {
            assert.deepEqual(overlayOf(pristine, injected), overlay);
            assert.deepEqual(applyOverlay(pristine, overlay), injected);
        });
    }

    const noise: [string, PodTemplate, PodTemplate][] = [
        [
            "a respelt quantity",
            {
                spec: {
                    containers: [{ name: "a", resources: { limits: { cpu: "2000m", memory: "1024Mi" } } }],
                },
            },
            { spec: { containers: [{ name: "a", resources: { limits: { cpu: "2", memory: "1Gi" } } }] } },
        ],
        [
            "a quantity written as a number",
            { spec: { containers: [{ name: "a", resources: { limits: { cpu: 2 } } }] } },
            { spec: { containers: [{ name: "a", resources: { limits: { cpu: "2" } } }] } },
        ],
        [
            "empty maps",
            { spec: { containers: [{ name: "a" }] } },
            {
                metadata: { creationTimestamp: null },
                spec: { containers: [{ name: "a", resources: {} }], securityContext: {} },
            },
        ],
        [
            "an empty volume",
            { spec: { volumes: [{ name: "v", emptyDir: null }] } },
            { spec: { volumes: [{ name: "v" }] } },
        ],
        [
            "a field that istioctl does not know",
            {
                spec: {
                    future: 1,
                    containers: [
                        { name: "a", future: { x: 1 }, ports: [{ containerPort: 1, future: true }] },
                    ],
                },
            },
            { spec: { containers: [{ name: "a", ports: [{ containerPort: 1 }] }] } },
        ],
        [
            "null",
            { spec: { nodeSelector: null, containers: [{ name: "a", args: null }] } },
            { spec: { containers: [{ name: "a" }] } },
        ],
    ];
    for (const [what, pristine, injected] of noise) {
        it(`does not say ${what}`, () => assert.deepEqual(overlayOf(pristine, injected), {}));
    }

    it("says what the injector puts in place of a volume of the same name, and nothing of other volumes", () => {
        const status = { volumes: ["mine", "same"] };
        const annotations = { "sidecar.istio.io/status": JSON.stringify(status) };
        const volumes = (mine: object) => [
            { name: "mine", ...mine },
            { name: "future", quantum: {} },
            { name: "same", emptyDir: {} },
        ];
        const pristine = { spec: { volumes: volumes({ emptyDir: { medium: "Memory" } }) } };
        const injected = {
            metadata: { annotations },
            spec: { volumes: [{ name: "mine" }, { name: "future" }, { name: "same", emptyDir: {} }] },
        };
        const overlay = overlayOf(pristine, injected);
        assert.deepEqual(overlay, {
            "metadata/annotations/sidecar.istio.io~1status": JSON.stringify(status),
            "spec/volumes/mine": {},
        });
        const applied = applyOverlay(pristine, overlay);
        assert.deepEqual(applied.spec?.["volumes"], volumes({}));
        assert.deepEqual(overlayOf(applied, injected), {});
    });

    const name = fc.constantFrom("a", "b", "c", "istio-proxy");
    const environment = fc.uniqueArray(fc.record({ name, value: fc.string({ minLength: 1 }) }), {
        selector: (item) => item.name,
    });
    const container = fc.record(
        {
            name,
            image: fc.string({ minLength: 1 }),
            env: environment.filter((list) => list.length > 0),
            args: fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
            livenessProbe: fc.record({
                httpGet: fc.record({ path: fc.string({ minLength: 1 }), port: fc.integer() }),
            }),
        },
        { requiredKeys: ["name"] },
    );
    const containers = fc.uniqueArray(container, { minLength: 1, selector: (item) => item.name });
    const labels = fc.dictionary(fc.constantFrom("x", "y/z", "~"), fc.string({ minLength: 1 }), {
        minKeys: 1,
    });
    const volumes = fc.uniqueArray(
        fc.record({ name, emptyDir: fc.record({ medium: fc.constantFrom("Memory", "Disk") }) }),
        { minLength: 1, selector: (item) => item.name },
    );

    it("is undone by applyOverlay for every template that injection can only add to", () => {
        const additions = fc.record({ labels, containers, volumes, first: fc.boolean() });
        const template = fc.record({
            metadata: fc.record({ labels }),
            spec: fc.record({ containers, volumes }),
        });
        fc.assert(
            fc.property(template, additions, (generated, added) => {
                const pristine = plain(generated);
                const injected = plain({
                    metadata: { labels: { ...pristine.metadata.labels, ...added.labels } },
                    spec: {
                        containers: merge(pristine.spec.containers, added.containers, added.first),
                        volumes: merge(pristine.spec.volumes, added.volumes, !added.first),
                    },
                });
                assert.deepEqual(applyOverlay(pristine, overlayOf(pristine, injected)), injected);
            }),
            { numRuns: 1000 },
        );
    });

    for (const version of RECORDED_VERSIONS) {
        for (const workload of RECORDED_WORKLOADS) {
            it(`says what the real istioctl ${version} did to ${workload}`, () => {
                const manifest = recordedWorkload(workload);
                const injected = injectedTemplateOf(recordedOutput(version, workload));
                const pristine = podTemplateOf(manifest) ?? {};
                const overlay = overlayOf(
                    pristine,
                    manifest.kind === "CronJob" ? withPodLabels(injected, pristine) : injected,
                );
                const applied = applyOverlay(pristine, overlay);
                assert.deepEqual(
                    withoutNoise(applied),
                    withoutNoise(manifest.kind === "CronJob" ? withPodLabels(injected, pristine) : injected),
                );
            });
        }
    }
});

/** The same data in plain objects: fast-check also makes some without a prototype. */
function plain<Value>(value: Value): Value {
    return JSON.parse(JSON.stringify(value)) as Value;
}

/** The recordings were made of a CronJob as it is, so the labels of its pods are missing from what was injected. */
function withPodLabels(injected: PodTemplate, pristine: PodTemplate): PodTemplate {
    const [left, right] = [injected, pristine] as { metadata: { labels: object } }[];
    return {
        ...injected,
        metadata: { ...left?.metadata, labels: { ...right?.metadata.labels, ...left?.metadata.labels } },
    };
}

function merge<Item extends { readonly name: string }>(
    pristine: readonly Item[],
    added: readonly Item[],
    first: boolean,
): Item[] {
    const known = new Set(pristine.map((item) => item.name));
    const fresh = added.filter((item) => !known.has(item.name));
    return first ? [...fresh, ...pristine] : [...pristine, ...fresh];
}

/** What Kubernetes' codec adds to every container. */
function withoutNoise(template: unknown): unknown {
    return JSON.parse(JSON.stringify(template), (key, value: unknown) =>
        key === "resources" && typeof value === "object" && Object.keys(value ?? {}).length === 0
            ? undefined
            : value,
    );
}
