import assert from "node:assert/strict";
import fc from "fast-check";

import { factor } from "../../../lifecycle/sidecars/factor";
import { takeNameFromPod } from "../../../lifecycle/sidecars/identity";
import { overlayOf } from "../../../lifecycle/sidecars/overlay";
import { parseSidecars } from "../../../lifecycle/sidecars/parse-sidecars";
import { injectedTemplateOf, injectionDocument } from "../../../lifecycle/sidecars/pristine";
import { shapeOf } from "../../../lifecycle/sidecars/shape-of";
import { composeWorkload, overlayFor, sidecarWords } from "../../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../../lifecycle/sidecars/sidecars-text";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";
import { type Manifest, objectId } from "../../../lifecycle/workloads/manifest";
import { planWorkloads } from "../../../lifecycle/workloads/plan-workloads";
import { type PodTemplate, podTemplateOf, withPodTemplate } from "../../../lifecycle/workloads/pod-template";
import { exampleSidecars } from "../../support/example-sidecars";
import { exampleKinds } from "../../support/known-kinds";

const workload = (name: string): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "prod" },
    spec: { replicas: 2, template: { spec: { containers: [{ name: "app" }] } } },
});

describe("composeWorkload", () => {
    it("gives a workload its sidecar and leaves the rest as it is", () => {
        assert.deepEqual(composeWorkload(workload("a"), exampleSidecars()), {
            ...workload("a"),
            spec: {
                replicas: 2,
                template: {
                    metadata: { annotations: { "sidecar.istio.io/status": '{"a":"b"}' } },
                    spec: {
                        containers: [
                            { name: "app" },
                            { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.31.1" },
                        ],
                    },
                },
            },
        });
    });

    it("knows nothing of a workload the sidecars were not made for", () => {
        assert.equal(overlayFor(workload("z"), exampleSidecars()), undefined);
        assert.throws(
            () => composeWorkload(workload("z"), exampleSidecars()),
            /prod\/Deployment\/z has no sidecar/,
        );
    });

    it("speaks of the proxy's image before anything else", () =>
        assert.equal(Object.keys(sidecarWords(workload("a"), "x"))[0], "proxyImage"));
});

describe("security.istio.io/tlsMode", () => {
    const TLS = "security.istio.io/tlsMode";
    const labels = fc.dictionary(
        fc.constantFrom("app", "version", TLS, "a/b~c", "${name}", "toString"),
        fc.constantFrom("istio", "w0", "w1", "x", "", "${name}"),
        { noNullPrototype: true },
    );
    /** Pod metadata as people write it: none at all, null, without labels, with some, with this very one. */
    const metadata = fc.oneof(
        fc.constantFrom(undefined, null, {}, { labels: null }, { annotations: { a: "b" } }),
        fc.record({ labels, annotations: fc.constant({ "x/y": "z" }) }, { requiredKeys: ["labels"] }),
        fc.constant({ labels: { app: "w0", [TLS]: "istio" } }),
    );
    const kind = fc.constantFrom<(readonly [string, string])[]>(
        ["apps/v1", "Deployment"],
        ["apps/v1", "StatefulSet"],
        ["apps/v1", "DaemonSet"],
        ["batch/v1", "Job"],
        ["batch/v1", "CronJob"],
        ["v1", "ReplicationController"],
        ["v1", "Pod"],
    );
    const one = fc.record({
        kind,
        metadata,
        canary: fc.boolean(),
        first: fc.boolean(),
        init: fc.boolean(),
    });
    type Generated = typeof one extends fc.Arbitrary<infer T> ? T : never;

    function manifestOf(
        { kind: [apiVersion, name], metadata: pods, init }: Generated,
        index: number,
    ): Manifest {
        const spec = {
            containers: [{ name: "app", image: "a:1" }],
            ...(init ? { initContainers: [{ name: "i", image: "i:1" }] } : {}),
        };
        const template = (pods === undefined ? { spec } : { metadata: pods, spec }) as unknown as PodTemplate;
        const bare = { apiVersion, kind: name, metadata: { name: `w${index}`, namespace: "prod" } };
        if (name !== "Pod") return withPodTemplate(bare, template);
        return { ...bare, metadata: { ...bare.metadata, ...pods } as unknown as Manifest["metadata"], spec };
    }

    /** Does to a document what `istioctl kube-inject` does, as far as labels go: those of a CronJob land on the job. */
    function injected(manifest: Manifest, first: boolean): Manifest {
        const document = injectionDocument(manifest) as unknown as Manifest;
        const template = podTemplateOf(document) ?? {};
        const given = template.metadata?.labels ?? {};
        const name = given["app"] ?? manifest.metadata.name;
        const more = { [TLS]: given[TLS] || "istio", "service.istio.io/canonical-name": name };
        const proxy = {
            name: "istio-proxy",
            image: "p:1",
            env: [
                { name: "ISTIO_META_WORKLOAD_NAME", value: manifest.metadata.name },
                { name: "ISTIO_META_OWNER", value: `kubernetes://${manifest.metadata.name}` },
            ],
        };
        const before = (template.spec?.["containers"] ?? []) as readonly object[];
        const spec = { ...template.spec, containers: first ? [proxy, ...before] : [...before, proxy] };
        const pods = { ...template.metadata, labels: { ...given, ...more } };
        if (manifest.kind !== "CronJob")
            return withPodTemplate(document, { ...template, metadata: pods, spec });
        const plain = withPodTemplate(document, { ...template, spec });
        const { jobTemplate } = plain["spec"] as { readonly jobTemplate: object };
        return { ...plain, spec: { jobTemplate: { ...jobTemplate, metadata: pods } } };
    }

    it("is never lost between istioctl's answer and the cluster, whatever labels the pods have", () => {
        const example = exampleSidecars();
        const { proxyImage } = example;
        fc.assert(
            fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (generated) => {
                const plain = JSON.parse(JSON.stringify(generated)) as Generated[];
                const manifests = plain.map((each, index) => manifestOf(each, index));
                const answers = plain.map(({ canary, first }, index) => {
                    const template = injectedTemplateOf(injected(manifests[index] as Manifest, first));
                    return canary ? takeNameFromPod(template, "app") : template;
                });
                const inputs = manifests.map((manifest, index) => {
                    const overlay = overlayOf(podTemplateOf(manifest) ?? {}, answers[index] ?? {});
                    const words = sidecarWords(manifest, proxyImage);
                    return [
                        objectId(manifest),
                        { overlay, words, shape: shapeOf(manifest, overlay) },
                    ] as const;
                });
                const written = formatSidecars({
                    ...example,
                    pristine: new Map(inputs.map(([id]) => [id, "sha256:00"])),
                    factored: factor(new Map(inputs)),
                });
                const sidecars = parseSidecars(written, "dev.sidecars.yaml");
                for (const mode of ["git", "pin", "webhook", "none"] as const) {
                    const objects = planned(mode, manifests, (manifest) =>
                        composeWorkload(manifest, sidecars),
                    );
                    for (const [index, object] of objects.entries()) {
                        const of = (template?: PodTemplate) => template?.metadata?.labels ?? {};
                        const expected =
                            mode === "git"
                                ? of(answers[index])
                                : {
                                      ...of(podTemplateOf(manifests[index] as Manifest)),
                                      ...(mode === "pin" ? { "istio.io/rev": "default" } : {}),
                                  };
                        assert.deepEqual(of(podTemplateOf(object)), expected);
                        if (mode === "git") assert.ok(of(podTemplateOf(object))[TLS]);
                    }
                }
            }),
            { numRuns: 400 },
        );
    });

    function planned(
        mode: DataPlaneMode,
        manifests: readonly Manifest[],
        inject: (manifest: Manifest) => Manifest,
    ): readonly Manifest[] {
        return planWorkloads({
            settings: { workloads: { apps: [], removalLimit: 25, clusterScoped: [], mode, namespaces: {} } },
            manifests: manifests.map((manifest) => ({ app: "a", file: "apps/a/a.yaml", line: 1, manifest })),
            scopes: exampleKinds(),
            revision: "default",
            inject: ({ manifest }) => inject(manifest),
        }).objects;
    }
});
