import assert from "node:assert/strict";

import { parseHelmRelease } from "../../../lifecycle/adopt/helm-release";
import { storedRelease } from "../../support/found-mesh";

const RELEASE = {
    name: "istiod",
    namespace: "istio-system",
    version: 3,
    config: { pilot: { autoscaleMin: 2 } },
    manifest: "kind: Deployment\n",
    chart: {
        metadata: { name: "istiod", version: "1.31.1", sources: ["https://github.com/istio/istio"] },
        values: { pilot: { autoscaleMin: 1 } },
    },
};

describe("parseHelmRelease", () => {
    it("unpacks what Helm keeps", () => {
        assert.deepEqual(parseHelmRelease(storedRelease(RELEASE)), {
            name: "istiod",
            namespace: "istio-system",
            chart: "istiod",
            sources: ["https://github.com/istio/istio"],
            version: "1.31.1",
            revision: 3,
            values: { pilot: { autoscaleMin: 2 } },
            defaults: { pilot: { autoscaleMin: 1 } },
            manifest: "kind: Deployment\n",
        });
    });

    it("has no values where nobody gave any", () => {
        assert.deepEqual(parseHelmRelease(storedRelease({ ...RELEASE, config: null }))?.values, {});
    });

    it("is nothing where it is no release", () => {
        const others = ["", "%%%", Buffer.from("H4sI").toString("base64"), storedRelease({ name: "x" })];
        for (const data of others) assert.equal(parseHelmRelease(data), undefined, data);
    });
});
