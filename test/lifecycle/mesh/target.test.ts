import assert from "node:assert/strict";
import { controlPlaneTarget, proxyImage, proxyTarget, targetOf } from "../../../lifecycle/mesh/target";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const revisions = exampleSettings({ istio: { strategy: "revisions", hub: "ignored", variant: "debug" } });
const lock = exampleLock("1.31.1", "1.30.3");

describe("targets", () => {
    const images = { hub: "docker.io/istio", variant: "distroless" };

    it("keep control plane and proxies apart and take the images from the lock", () => {
        assert.deepEqual(controlPlaneTarget(revisions, lock), {
            version: "1.31.1",
            revision: "1-31-1",
            ...images,
        });
        assert.deepEqual(proxyTarget(revisions, lock), { version: "1.30.3", revision: "1-30-3", ...images });
    });

    it("point proxies that are behind at the only control plane in place", () => {
        const { version, revision } = proxyTarget(exampleSettings(), lock);
        assert.deepEqual({ version, revision }, { version: "1.30.3", revision: "default" });
    });
});

describe("proxyImage", () => {
    const target = targetOf(exampleSettings(), lock, "1.31.1");
    const cases = [
        ["distroless", "docker.io/istio/proxyv2:1.31.1-distroless"],
        ["debug", "docker.io/istio/proxyv2:1.31.1-debug"],
        ["", "docker.io/istio/proxyv2:1.31.1"],
    ] as const;
    for (const [variant, image] of cases) {
        it(`is ${image} for variant ${JSON.stringify(variant)}`, () => {
            assert.equal(proxyImage({ ...target, variant }), image);
        });
    }
});
