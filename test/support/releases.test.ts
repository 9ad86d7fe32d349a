import assert from "node:assert/strict";

import {
    type RecordedState,
    compactState,
    mirroredState,
    publishedState,
    recordedReleases,
    recordedState,
} from "./releases";

const STATE: RecordedState = {
    version: 3,
    deployment: {
        manifest: { time: "2026-01-02T03:04:05Z", version: "3.248.0" },
        resources: [
            {
                urn: "urn:pulumi:dev::windlass::pulumi:providers:kubernetes::cluster",
                type: "pulumi:providers:kubernetes",
                custom: true,
                inputs: { kubeconfig: '/a "path"/kubeconfig' },
                outputs: { kubeconfig: '/a "path"/kubeconfig' },
            },
            {
                urn: "urn:pulumi:dev::windlass::kubernetes:core/v1:Namespace::prod",
                type: "kubernetes:core/v1:Namespace",
                custom: true,
                id: "prod",
                inputs: { metadata: { name: "prod", uid: "chosen" } },
                outputs: {
                    metadata: { name: "prod", uid: "1", managedFields: [] },
                    spec: { finalizers: ["kubernetes"] },
                    status: { phase: "Active" },
                },
                ...{ created: "2026-01-02", sourcePosition: "project:///index.ts#1,1", stackTrace: [] },
            },
            {
                urn: "urn:pulumi:dev::windlass::kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition::crd",
                type: "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
                custom: true,
                external: true,
                outputs: { metadata: { name: "crd" }, spec: { group: "g" } },
            },
        ],
    },
};

describe("compactState", () => {
    const text = compactState(STATE, '/a "path"/kubeconfig');

    it("keeps what a resource is, and nothing of the machine, the cluster and the day", () => {
        const { version, deployment } = JSON.parse(text) as RecordedState;

        assert.equal(version, 3);
        assert.deepEqual(deployment.manifest, { time: "0001-01-01T00:00:00Z", version: "3.248.0" });
        assert.deepEqual(
            deployment.resources.map(({ urn: _, type: __, custom: ___, ...rest }) => rest),
            [
                { inputs: { kubeconfig: "${KUBECONFIG}" }, outputs: { kubeconfig: "${KUBECONFIG}" } },
                {
                    id: "prod",
                    inputs: { metadata: { name: "prod", uid: "chosen" } },
                    outputs: { metadata: { name: "prod" }, spec: { finalizers: ["kubernetes"] } },
                },
                { external: true, outputs: { metadata: { name: "crd" } } },
            ],
        );
    });

    it("has one resource a line", () => {
        assert.equal(text.split("\n").filter((line) => line.startsWith('{"urn"')).length, 3);
        assert.ok(text.endsWith("\n"));
    });
});

describe("recordedState", () => {
    it("holds the kubeconfig it is given, whatever characters are in it", () => {
        const [release = ""] = recordedReleases();
        const { resources } = recordedState(release, '/a "path" $&').deployment;
        const provider = resources.find(({ type }) => type === "pulumi:providers:kubernetes");

        assert.equal(provider?.inputs?.["kubeconfig"], '/a "path" $&');
        assert.equal(provider?.outputs?.["kubeconfig"], '/a "path" $&');
    });
});

describe("a state whose charts come from the loopback", () => {
    const mirrored = (registry: string) => registry.replace("oci://", "oci://127.0.0.1:1/");
    const [release = ""] = recordedReleases();

    it("names it wherever it named a registry, and allows what has no TLS", () => {
        const state = recordedState(release);
        const text = JSON.stringify(mirroredState(state, mirrored));

        const registries = JSON.stringify(state).match(/"url":"oci:\/\/ghcr\.io\//g);
        assert.equal(text.match(/"url":"oci:\/\/127\.0\.0\.1:1\/ghcr\.io\//g)?.length, registries?.length);
        assert.equal(text.match(/"insecure":true/g)?.length, registries?.length);
        assert.doesNotMatch(text, /"url":"oci:\/\/ghcr/);
    });

    it("is as it was recorded once it is published", () => {
        const state = recordedState(release);
        const again = publishedState(mirroredState(state, mirrored), mirrored);
        assert.equal(JSON.stringify(again), JSON.stringify(state));
    });
});
