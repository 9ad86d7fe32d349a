import assert from "node:assert/strict";

import { serviceAddress } from "../../../tools/test-bed/service-address";

describe("serviceAddress", () => {
    const asked: string[] = [];
    const items = [{ metadata: { name: "istiod", namespace: "istio-system" } }];
    const api = (found: readonly unknown[]) => ({
        request: ({ path }: { readonly path: string }) => {
            asked.push(path);
            return Promise.resolve({ status: 200, text: "", body: { items: found }, warnings: [] });
        },
    });
    const nobody = api([]);

    for (const host of [
        "istiod.istio-system",
        "istiod.istio-system.svc",
        "istiod.istio-system.svc.cluster.local",
    ]) {
        it(`is the same for every name of a Service: ${host}`, async () => {
            assert.equal(await serviceAddress(host, "443", nobody), "istiod.istio-system:443");
        });
    }

    it("asks the API server whose a cluster IP is", async () => {
        asked.length = 0;

        assert.equal(await serviceAddress("10.96.1.2", "443", api(items)), "istiod.istio-system:443");
        assert.deepEqual(asked, ["/api/v1/services?fieldSelector=spec.clusterIP%3D10.96.1.2"]);
    });

    for (const host of ["10.96.1.3", "localhost", "example.com.evil", "one.two.three"]) {
        it(`is none for what is no Service: ${host}`, async () => {
            assert.equal(await serviceAddress(host, "80", nobody), undefined);
        });
    }
});
