import assert from "node:assert/strict";
import { changesBetween } from "../../diff/changes";
import { toText } from "../../diff/escape";
import { releaseChange } from "../../diff/releases";
import { versioned } from "./example-version";

const release = (chart: string, version: string, image = ""): Parameters<typeof releaseChange>[0] =>
    versioned({
        apiVersion: "helm.toolkit.fluxcd.io/v2",
        kind: "HelmRelease",
        metadata: { name: "r", namespace: "n" },
        spec: { chart: { spec: { chart, version } }, values: { "sidecar.istio.io/proxyImage": image } },
    });

describe("releaseChange", () => {
    for (const [chart, expected] of [
        ["gateway", ["gateway 1.0.0 → 2.0.0"]],
        ["istiod", []],
        ["base", ["CRDs of Istio 1.0.0 → 2.0.0, for all revisions at once (chart base)"]],
        ["other", ["chart other 1.0.0 → 2.0.0"]],
    ] as const) {
        it(`tells of the chart ${chart}, and leaves nothing to tell`, () => {
            const [from, to] = [
                release(chart, "1.0.0", "h/proxyv2:1.0.0"),
                release(chart, "2.0.0", "h/proxyv2:2.0.0"),
            ];
            const { findings, rest } = releaseChange(to, changesBetween(from.object, to.object));
            assert.deepEqual([findings.map(({ words }) => toText(words)), rest], [expected, []]);
        });
    }
});
