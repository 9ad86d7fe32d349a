import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { readHelmReleases } from "../../../adapters/kubernetes/helm-releases-source";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { faultServer } from "../../support/http-server";
import { serveMesh } from "../../support/mesh-cluster";

describe("readHelmReleases", () => {
    const server = faultServer();

    it("asks for what is deployed, a few at a time, and keeps Istio's charts alone", async () => {
        serveMesh(server);
        const cluster = await Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev") });
        const releases = await readHelmReleases(cluster);
        cluster.close();

        assert.deepEqual(
            releases.map(({ name }) => name),
            ["istio-base", "istiod"],
        );
        const query = new URL(server.paths[0] ?? "", server.url).searchParams;
        assert.equal(query.get("labelSelector"), "owner=helm,status=deployed");
        assert.equal(query.get("limit"), "20");
    });
});
