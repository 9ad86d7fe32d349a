import assert from "node:assert/strict";

import { indexTool } from "../../../../lifecycle/versions/catalog-index";
import type { ToolName } from "../../../../lifecycle/settings/pinned-parts";
import type { GateContext } from "../../../../lifecycle/versions/gates/gate";
import { toolKubernetesGate } from "../../../../lifecycle/versions/gates/tool-kubernetes";
import { type ResolveRequest, gateContext, momentOf } from "../../../../lifecycle/versions/request";
import { catalogOf, judged, noted, realCatalog } from "../example-catalog";

function context(tool: ToolName, request: Partial<ResolveRequest>, catalog = realCatalog): GateContext {
    return gateContext({ range: ">=0.1.0", ...request }, indexTool(catalog, tool), momentOf("2026-11-21"));
}

/** What each release's makers say it runs on. */
const cases: readonly (readonly [tool: ToolName, version: string, kubernetes: string, passes: boolean])[] = [
    ["flux", "2.10.0", "1.33", false],
    ["flux", "2.10.0", "1.34", false],
    ["flux", "2.10.0", "v1.34.9-gke.1", false],
    ["flux", "2.10.0", "1.35.1", false],
    ["flux", "2.10.0", "1.35.2", true],
    ["flux", "2.10.3", "v1.36.0-eks-1", false],
    ["flux", "2.10.0", "1.36.1", true],
    ["flux", "2.10.0", "1.37.0", true],
    ["flux", "2.10.0", "1.38", true],
    ["flux", "2.10.0", "1.35", true],
    ["flux", "2.9.4", "1.33.5", false],
    ["flux", "2.9.4", "1.34.0", false],
    ["flux", "2.9.4", "1.34.1", true],
    ["flux", "2.9.4", "1.35.0", true],
    ["flux", "2.8.8", "1.32", false],
    ["flux", "2.8.8", "1.33", true],
    ["flux", "2.7.5", "1.32.0", true],
    ["flux", "2.7.5", "1.31.9", false],
    // Nobody has looked it up.
    ["flux", "2.11.0", "1.37", false],
    ["flux-operator", "0.58.1", "1.30", true],
    ["flux-operator", "0.58.1", "1.29.9", false],
    ["flagger", "1.44.0", "1.19", true],
    ["flagger", "1.44.0", "1.18", false],
];

describe("kubernetes, of the tools", () => {
    for (const [tool, version, kubernetes, passes] of cases) {
        it(`${passes ? "passes" : "refuses"} ${tool} ${version} on ${kubernetes}`, () => {
            const reason = judged(toolKubernetesGate, version, context(tool, { kubernetes }));
            assert.equal(reason === undefined, passes, reason);
        });
    }

    it("says which Kubernetes it runs on", () => {
        assert.equal(
            judged(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.33" })),
            "Kubernetes 1.33 is too old: it runs on Kubernetes 1.35.2, 1.36.1, 1.37.0 and later patches of each",
        );
        assert.equal(
            judged(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.35.1" })),
            "Kubernetes 1.35.1 is too old a patch of 1.35: it runs on Kubernetes 1.35.2, 1.36.1, 1.37.0 and later patches of each",
        );
    });

    it("says what a minor alone leaves open", () => {
        assert.deepEqual(noted(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.35" })), [
            "2.10.0 needs Kubernetes 1.35.2 at least, and the stack only says 1.35",
        ]);
        assert.deepEqual(noted(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.37" })), []);
    });

    it("is waived by its name, and judges no tool of which nothing is known", () => {
        const waivers = [{ id: "kubernetes", reason: "extended support", expires: "2026-12-31" }];

        assert.equal(
            judged(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.33", waivers })),
            undefined,
        );
        assert.equal(
            judged(toolKubernetesGate, "2.10.0", context("flux", { kubernetes: "1.33" }, catalogOf({}))),
            undefined,
        );
        assert.equal(judged(toolKubernetesGate, "2.10.0", context("flux", {})), undefined);
    });
});
