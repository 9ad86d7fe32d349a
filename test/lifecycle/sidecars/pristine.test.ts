import assert from "node:assert/strict";

import { injectedTemplateOf, injectionDocument, pristineHash } from "../../../lifecycle/sidecars/pristine";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { recordedOutput, recordedWorkload } from "../../support/recordings";

describe("pristineHash", () => {
    const backend = recordedWorkload("backend");
    const hash = pristineHash(backend, undefined);
    const change = (from: string, to: string): Manifest =>
        JSON.parse(JSON.stringify(backend).replace(from, to)) as Manifest;

    const same: [string, Manifest][] = [
        ["the order of keys", { ...Object.fromEntries(Object.entries(backend).reverse()) } as Manifest],
        ["the number of replicas", { ...backend, spec: { ...(backend["spec"] as object), replicas: 7 } }],
        [
            "labels of the workload itself",
            { ...backend, metadata: { ...backend.metadata, labels: { other: "x" } } },
        ],
        [
            "a null",
            {
                ...backend,
                spec: {
                    ...(backend["spec"] as object),
                    template: { ...(backend["spec"] as { template: object }).template, future: null },
                },
            },
        ],
    ];
    for (const [what, manifest] of same)
        it(`does not depend on ${what}`, () => assert.equal(pristineHash(manifest, undefined), hash));

    const other: [string, Manifest, string | undefined][] = [
        ["the image", change("podinfo:6.9.2", "podinfo:6.9.3"), undefined],
        ["the name", change('"name":"backend","namespace"', '"name":"other","namespace"'), undefined],
        ["the namespace", change("prod", "test"), undefined],
        [
            "a label of the pods",
            change('{"labels":{"app":"backend"},"annotations"', '{"labels":{"app":"x"},"annotations"'),
            undefined,
        ],
        ["a canary", backend, "app"],
    ];
    for (const [what, manifest, label] of other) {
        it(`depends on ${what}`, () => {
            assert.ok(
                label !== undefined || JSON.stringify(manifest) !== JSON.stringify(backend),
                "the case changes nothing",
            );
            assert.notEqual(pristineHash(manifest, label), hash);
        });
    }
});

describe("injectionDocument", () => {
    it("shows kube-inject the labels of a CronJob's pods where it looks for them", () => {
        const { spec } = injectionDocument(recordedWorkload("report")) as unknown as {
            spec: { jobTemplate: { metadata: object } };
        };
        assert.deepEqual(spec.jobTemplate.metadata, { labels: { app: "report" }, annotations: {} });
    });

    it("leaves out what kube-inject does not read", () => {
        assert.deepEqual(Object.keys(injectionDocument(recordedWorkload("backend"))["spec"] as object), [
            "template",
        ]);
    });
});

describe("injectionDocument and injectedTemplateOf, of a Pod", () => {
    const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "a-1", controller: true }];
    const pod: Manifest = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a-1-x", namespace: "prod", generateName: "a-1-", ownerReferences, uid: "1" },
        spec: { containers: [] },
        status: { phase: "Running" },
    };

    it("hand over what its owner's name is read from, and take back what a template has", () => {
        const { metadata, ...rest } = injectionDocument(pod);
        assert.deepEqual(metadata, {
            name: "a-1-x",
            namespace: "prod",
            labels: {},
            annotations: {},
            generateName: "a-1-",
            ownerReferences,
        });
        assert.deepEqual(rest, { apiVersion: "v1", kind: "Pod", spec: { containers: [] } });
        assert.deepEqual(injectedTemplateOf(pod), { metadata: pod.metadata, spec: { containers: [] } });
    });
});

describe("injectedTemplateOf", () => {
    it("puts what kube-inject wrote on a CronJob's job where the pods carry it", () => {
        const { metadata } = injectedTemplateOf(recordedOutput("1.31.1", "report"));
        assert.equal(metadata?.labels?.["security.istio.io/tlsMode"], "istio");
    });
});
