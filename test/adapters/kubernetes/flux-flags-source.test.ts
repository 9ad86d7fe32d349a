import assert from "node:assert/strict";

import { readFluxFlags } from "../../../adapters/kubernetes/flux-flags-source";
import { deployment } from "../../lifecycle/observed/objects";
import { fakeKubeconfig } from "../../support/fake-cluster";
import { faultServer } from "../../support/http-server";

const PATH = "/apis/apps/v1/namespaces/flux-system/deployments";
const FLAGS = ["--concurrent=50"];

describe("readFluxFlags", () => {
    const server = faultServer();
    const read = (timeout?: number) =>
        readFluxFlags({ context: "dev", kubeconfig: fakeKubeconfig(server.url, "dev") }, timeout);
    const serve = (...names: readonly string[]) => {
        const items = names.map((name) => {
            const { metadata } = deployment(name, {});
            const manager = { name: "manager", image: `ghcr.io/fluxcd/${name}:v1.9.4`, args: FLAGS };
            return { metadata, spec: { template: { spec: { containers: [manager] } } } };
        });
        server.on(PATH, { body: JSON.stringify({ metadata: {}, items }) });
    };

    it("reads those of kustomize-controller, among others", async () => {
        serve("helm-controller", "kustomize-controller");
        assert.deepEqual(await read(), FLAGS);
    });

    it("knows nothing where there is no such controller, no right to see it, or no answer in time", async () => {
        serve("helm-controller");
        assert.equal(await read(), undefined);
        server.on(PATH, { status: 403, body: '{"message":"no"}' });
        assert.equal(await read(), undefined);
        server.on(PATH, { delay: 3_000, body: "{}" });
        const began = Date.now();
        assert.equal(await read(300), undefined);
        assert.ok(Date.now() - began < 2_500);
    });
});
