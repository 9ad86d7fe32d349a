import assert from "node:assert/strict";

import { indexTool } from "../../../../lifecycle/versions/catalog-index";
import { toolSupportGate } from "../../../../lifecycle/versions/gates/tool-support";
import { gateContext, momentOf } from "../../../../lifecycle/versions/request";
import { judged, realCatalog } from "../example-catalog";

describe("tool-support", () => {
    const context = (tool: "flux" | "flagger", day = "2026-08-20"): ReturnType<typeof gateContext> =>
        gateContext({ range: ">=0.1.0" }, indexTool(realCatalog, tool), momentOf(day));

    it("refuses all but the last three minors of Flux, on the day", () => {
        assert.equal(judged(toolSupportGate, "2.9.4", context("flux")), undefined);
        assert.equal(judged(toolSupportGate, "2.7.0", context("flux")), undefined);
        assert.equal(
            judged(toolSupportGate, "2.6.0", context("flux")),
            "2.6 is not among the supported minors 2.9, 2.8, 2.7",
        );
        assert.equal(judged(toolSupportGate, "2.6.0", context("flux", "2025-08-01")), undefined);
    });

    it("knows no such promise of Flagger", () => {
        assert.equal(judged(toolSupportGate, "1.0.0", context("flagger")), undefined);
    });
});
