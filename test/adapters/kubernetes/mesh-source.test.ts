import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { readMesh } from "../../../adapters/kubernetes/mesh-source";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { faultServer } from "../../support/http-server";
import { serveMesh } from "../../support/mesh-cluster";

describe("readMesh", () => {
    const server = faultServer();
    const read = async () => {
        const cluster = await Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev") });
        try {
            return await readMesh(cluster);
        } finally {
            cluster.close();
        }
    };

    it("finds istiods with their values, releases, tags, namespaces, proxies and the oldest kubelet", async () => {
        serveMesh(server, { pilot: { autoscaleMin: 2 } });
        const found = await read();

        assert.equal(found.kubernetes, "1.34");
        const [istiod] = found.istiods;
        assert.equal(istiod?.installer, "helm");
        assert.deepEqual(istiod?.values, { pilot: { autoscaleMin: 2 } });
        assert.deepEqual(istiod?.mesh, { enableTracing: true });
        assert.deepEqual(
            found.releases.map(({ chart, storage }) => `${storage}/${chart}`),
            ["istio-system/base", "istio-system/istiod"],
        );
        assert.deepEqual(found.tags, [{ tag: "prod", revision: "default", webhook: "tag-prod" }]);
        assert.deepEqual(
            found.namespaces.map(({ name, injection }) => [name, injection]),
            [["shop", "enabled"]],
        );
        assert.deepEqual(
            found.observed.proxies.map(({ workload, version }) => [workload, version]),
            [["shop/Deployment/shop", "1.31.1"]],
        );
        assert.equal(found.flux, undefined);
        assert.deepEqual(found.unread, []);
    });

    it("tells what it may not read, and reads the values where istiod keeps them", async () => {
        serveMesh(server);
        server.on("/api/v1/secrets", { status: 403, body: '{"message":"no"}' });
        server.on("/api/v1/namespaces/istio-system/configmaps/values", {
            body: JSON.stringify({
                data: { "original-values": '{"a":1}', "merged-values": '{"a":1,"b":2}' },
            }),
        });
        const { istiods, unread } = await read();

        assert.deepEqual(istiods[0]?.values, { a: 1 });
        assert.deepEqual(istiods[0]?.merged, { a: 1, b: 2 });
        assert.match(unread.join(), /^Helm releases could not be read/);
    });

    it("finds Flux with the mesh's HelmReleases and the Kustomization that applies them, and operators", async () => {
        serveMesh(server);
        server.on(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/helmreleases.helm.toolkit.fluxcd.io",
            {
                body: JSON.stringify({ metadata: { labels: { "app.kubernetes.io/version": "v2.9.4" } } }),
            },
        );
        const labels = {
            "kustomize.toolkit.fluxcd.io/name": "mesh",
            "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
        };
        const releaseOf = (name: string, chart: string, more: object) => ({
            metadata: { name, namespace: "flux-system", labels },
            spec: { chart: { spec: { chart } }, ...more },
        });
        const items = [
            releaseOf("plane", "istiod", { targetNamespace: "istio-system" }),
            releaseOf("shop", "podinfo", {}),
        ];
        server.on("/apis/helm.toolkit.fluxcd.io/v2/helmreleases", {
            body: JSON.stringify({ metadata: {}, items }),
        });
        server.on("/apis/sailoperator.io/v1/istios", {
            body: JSON.stringify({ metadata: {}, items: [{ metadata: { name: "default" } }] }),
        });
        const { flux, operators } = await read();

        assert.equal(flux?.version, "2.9.4");
        assert.deepEqual(flux?.releases, [
            {
                name: "plane",
                namespace: "flux-system",
                release: "istio-system-plane",
                storage: "flux-system",
                target: "istio-system",
                kustomization: "flux-system/mesh",
                isSuspended: false,
            },
        ]);
        assert.deepEqual(operators, ["Istio default"]);
    });
});
