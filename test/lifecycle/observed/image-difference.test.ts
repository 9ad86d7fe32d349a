import assert from "node:assert/strict";

import { imageDifference } from "../../../lifecycle/observed/image-difference";

describe("imageDifference", () => {
    const wanted = { app: "app:1", "istio-proxy": "proxyv2:1.31.1" };

    it("is none where every container runs the image Git has", () => {
        assert.equal(imageDifference({ ...wanted }, wanted), undefined);
    });

    it("names the first container that does not, is missing, or is too much", () => {
        assert.equal(
            imageDifference({ ...wanted, "istio-proxy": "proxyv2:1.31.0" }, wanted),
            "runs proxyv2:1.31.0 in istio-proxy, and Git has proxyv2:1.31.1",
        );
        assert.equal(
            imageDifference({ app: "app:1" }, wanted),
            "has no container istio-proxy, and Git has proxyv2:1.31.1",
        );
        assert.equal(
            imageDifference({ ...wanted, x: "x:1" }, wanted),
            "has the container x, and Git has none",
        );
    });

    it("takes no member of every object for a container", () => {
        assert.equal(
            imageDifference({}, { constructor: "x:1" }),
            "has no container constructor, and Git has x:1",
        );
    });
});
