import assert from "node:assert/strict";

import { Cluster } from "../../../adapters/kubernetes/cluster-source";
import { dryRunObjects } from "../../../adapters/kubernetes/dry-run-source";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { faultServer } from "../../support/http-server";
import { serveService } from "../../support/mesh-cluster";

const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "istiod", labels: { "app.kubernetes.io/managed-by": "Helm" } },
};
const PATH = "/api/v1/namespaces/istio-system/services/istiod";

describe("dryRunObjects", () => {
    const server = faultServer();
    const ask = async (object: typeof service) => {
        const cluster = await Cluster.open({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev") });
        try {
            const manager = "helm-controller";
            return await dryRunObjects(cluster, [{ object, manager, namespace: "istio-system" }]);
        } finally {
            cluster.close();
        }
    };

    it("asks by a dry run alone, as the manager that would apply it", async () => {
        serveService(server);
        assert.deepEqual(await ask(service), [
            {
                id: "istio-system/Service/istiod",
                state: "owned",
                places: ["/metadata/labels/app.kubernetes.io~1managed-by"],
            },
        ]);
        const writes = server.requests.filter(({ method }) => method !== "GET");
        assert.deepEqual(
            writes.map(({ method, path }) => `${method} ${path}`),
            [`PATCH ${PATH}?dryRun=All&fieldManager=helm-controller&force=true`],
        );
    });

    it("says where it would change", async () => {
        serveService(server, { spec: { ports: [{ port: 1 }] } });
        const [change] = await ask({ ...service, metadata: { name: "istiod" } as typeof service.metadata });
        assert.deepEqual(change, {
            id: "istio-system/Service/istiod",
            state: "changed",
            places: ["/spec/ports/0/port"],
        });
    });

    it("says what is new, what is of a kind to come, and what may not be asked", async () => {
        serveService(server);
        server.on(PATH, ({ method }) =>
            method === "GET" ? { status: 404, body: "{}" } : { status: 201, body: "{}" },
        );
        assert.equal((await ask(service))[0]?.state, "created");

        server.on(PATH, ({ method }) =>
            method === "GET" ? { body: "{}" } : { status: 403, body: '{"message":"may not patch"}' },
        );
        const [refused] = await ask(service);
        assert.deepEqual(refused, {
            id: "istio-system/Service/istiod",
            state: "refused",
            why: "may not patch",
        });

        assert.equal((await ask({ ...service, apiVersion: "x.test/v1" }))[0]?.state, "unasked");
    });
});
