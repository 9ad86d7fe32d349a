import assert from "node:assert/strict";

import { skewFaults } from "./skew-watch";

const proxy = (version: string, asks = "istiod") => ({ pod: "a-pod", version, asks });
const istiod = (...versions: readonly string[]) => new Map([["istiod", versions]]);

describe("skewFaults", () => {
    it("finds nothing where proxies are as old as istiod, or one minor older", () => {
        const proxies = [proxy("1.31.1"), proxy("1.30.5")];
        assert.deepEqual(skewFaults({ istiods: istiod("1.31.1"), proxies }), []);
    });

    it("finds a proxy that is newer than the oldest istiod that answers it", () => {
        const istiods = istiod("1.31.1", "1.31.2");
        assert.deepEqual(skewFaults({ istiods, proxies: [proxy("1.31.2")] }), [
            "a-pod has 1.31.2, newer than istiod 1.31.1",
        ]);
    });

    it("finds a proxy that is two minors older than the newest istiod that answers it", () => {
        assert.deepEqual(skewFaults({ istiods: istiod("1.30.5", "1.31.1"), proxies: [proxy("1.29.9")] }), [
            "a-pod has 1.29.9, 2 minors behind istiod 1.31.1",
        ]);
    });

    it("holds a proxy against the revision that it asks, and finds one whose istiod is gone", () => {
        const istiods = new Map([
            ["istiod-1-30-5", ["1.30.5"]],
            ["istiod-1-31-1", ["1.31.1"]],
        ]);
        const proxies = [proxy("1.31.1", "istiod-1-31-1"), proxy("1.30.5", "istiod-1-30-5")];
        assert.deepEqual(skewFaults({ istiods, proxies }), []);
        istiods.delete("istiod-1-30-5");
        assert.deepEqual(skewFaults({ istiods, proxies }), ["a-pod asks istiod-1-30-5, which has no pod"]);
    });
});
