import assert from "node:assert/strict";

import { freePort } from "../../../tools/test-bed/free-port-source";
import { KubeApi } from "../../../tools/test-bed/kube-api-source";
import { serverAddress } from "../../../tools/test-bed/kubeconfig";

// What it says to a server that answers is proved in test/cluster: Node cannot make the certificate of one.
describe("a KubeApi without a server", () => {
    let api: KubeApi;
    before(async () => {
        api = new KubeApi({ server: serverAddress(await freePort()), token: "t", authority: "" });
    });
    after(() => api.close());

    it("is not ready", async () => {
        assert.equal(await api.ready(), false);
    });

    it("rejects a request", async () => {
        await assert.rejects(api.request({ path: "/version" }), { code: "ECONNREFUSED" });
    });

    it("passes on why it was aborted", async () => {
        const reason = new Error("enough");

        await assert.rejects(api.ready(AbortSignal.abort(reason)), reason);
    });
});
