import assert from "node:assert/strict";
import { supportsNativeSidecars, usesNativeSidecars } from "../../../lifecycle/mesh/native-sidecars";

describe("supportsNativeSidecars", () => {
    const cases = [
        ["1.32", false],
        ["1.32.99", false],
        ["v1.32.3-gke.100+", false],
        ["1.33", true],
        ["v1.33.0", true],
        ["v1.34.2-gke.100", true],
        ["1.4", false],
        ["1.100.0", true],
        ["2.0", true],
    ] as const;
    for (const [kubernetes, expected] of cases) {
        it(`is ${expected} for ${kubernetes}`, () => {
            assert.equal(supportsNativeSidecars(kubernetes), expected);
        });
    }

    it("refuses what is no version", () => {
        assert.throws(() => supportsNativeSidecars("latest"), {
            name: "WindlassError",
            message:
                'cluster.kubernetes: "latest": must be a Kubernetes version. Write it as 1.34 or v1.34.2-gke.100.',
        });
    });
});

describe("usesNativeSidecars", () => {
    const cases = [
        ["true", true],
        ["false", false],
        ["auto", false],
    ] as const;
    for (const [flag, expected] of cases) {
        it(`is ${expected} for the flag ${flag}`, () => {
            assert.equal(usesNativeSidecars({ pilot: { env: { ENABLE_NATIVE_SIDECARS: flag } } }), expected);
        });
    }

    it("is false without the flag", () => {
        assert.equal(usesNativeSidecars({}), false);
    });
});
