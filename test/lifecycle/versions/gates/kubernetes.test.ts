import assert from "node:assert/strict";

import { kubernetesGate, supportedKubernetes } from "../../../../lifecycle/versions/gates/kubernetes";
import { catalogOf, contextOf, judged, windowOf } from "../example-catalog";

const cases: readonly (readonly [
    kubernetes: string | undefined,
    version: string,
    reason: string | undefined,
])[] = [
    [undefined, "1.31.1", undefined],
    ["1.32", "1.31.1", undefined],
    ["1.37", "1.31.1", undefined],
    ["v1.34.2-gke.100", "1.31.1", undefined],
    ["v1.32.3-gke.100+", "1.31.1", undefined],
    ["1.33.4+k3s1", "1.31.1", undefined],
    ["1.36+", "1.30.5", undefined],
    ["1.31", "1.31.1", "Kubernetes 1.31 is too old: 1.31 supports 1.32 to 1.37"],
    ["1.37", "1.30.5", "Kubernetes 1.37 is too new: 1.30 supports 1.32 to 1.36"],
    ["v1.99.0", "1.31.1", "Kubernetes v1.99.0 is too new: 1.31 supports 1.32 to 1.37"],
    ["1.34", "1.6.0", "nobody knows which Kubernetes 1.6 supports"],
];

describe("kubernetes", () => {
    for (const [kubernetes, version, reason] of cases) {
        it(`${reason === undefined ? "passes" : "refuses"} Istio ${version} on Kubernetes ${kubernetes ?? "nobody named"}`, () => {
            assert.equal(judged(kubernetesGate, version, contextOf({ kubernetes })), reason);
        });
    }

    it("knows since when a Kubernetes is supported", () => {
        const supported = (day: string): string | undefined =>
            supportedKubernetes("1.31", contextOf({}, day)).at(-1);

        assert.equal(supported("2026-09-29"), "1.36");
        assert.equal(supported("2026-09-30"), "1.37");
    });

    it("refuses a gap in the middle", () => {
        const catalog = catalogOf(
            { "1.31.1": "2026-09-21" },
            { support: [windowOf("1.31", { kubernetes: ["1.32", "1.34"] })] },
        );
        const context = contextOf({ kubernetes: "1.33" }, "2026-10-01", catalog);

        assert.equal(
            judged(kubernetesGate, "1.31.1", context),
            "Kubernetes 1.33 is not supported: 1.31 supports 1.32 to 1.34 without it",
        );
    });

    it("is waived by its name", () => {
        const waivers = [{ id: "kubernetes", reason: "tested by us", expires: "2026-12-31" }];
        assert.equal(judged(kubernetesGate, "1.30.5", contextOf({ kubernetes: "1.37", waivers })), undefined);
    });
});
