import assert from "node:assert/strict";

import { skewFaults } from "./mesh-observed";

const proxies = (...versions: readonly string[]) => new Map(versions.map((version) => [version, "a-pod"]));

describe("skewFaults", () => {
    it("finds nothing where proxies are as old as istiod, or one minor older", () => {
        assert.deepEqual(skewFaults({ istiods: ["1.31.1"], proxies: proxies("1.31.1", "1.30.5") }), []);
    });

    it("finds a proxy that is newer than the oldest istiod that runs", () => {
        assert.deepEqual(skewFaults({ istiods: ["1.31.1", "1.31.2"], proxies: proxies("1.31.2") }), [
            "a-pod has 1.31.2, newer than istiod 1.31.1",
        ]);
    });

    it("finds a proxy that is two minors older than the newest istiod", () => {
        assert.deepEqual(skewFaults({ istiods: ["1.30.5", "1.31.1"], proxies: proxies("1.29.9") }), [
            "a-pod has 1.29.9, 2 minors behind istiod 1.31.1",
        ]);
    });
});
