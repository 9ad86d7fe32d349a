import assert from "node:assert/strict";

import type { ResolveRequest } from "../../../../lifecycle/versions/request";
import { ageGate } from "../../../../lifecycle/versions/gates/age";
import { emergencyFix } from "../../../../lifecycle/versions/gates/emergency-fix";
import { catalogOf, contextOf, judged } from "../example-catalog";

function nearest(request: Partial<ResolveRequest>, day = "2026-10-05"): string | undefined {
    return emergencyFix(contextOf(request, day))?.version;
}

describe("emergencyFix", () => {
    it("is the patch of the same minor, not the newest release", () => {
        assert.equal(nearest({ current: "1.30.3" }), "1.30.5");
        assert.equal(nearest({ current: "1.31.0" }), "1.31.1");
    });

    it("goes to the next minor where nothing nearer mends", () => {
        assert.equal(nearest({ current: "1.30.3", range: "~1.31" }), "1.31.1");
        assert.equal(nearest({ current: "1.28.10" }, "2026-11-21"), "1.30.5");
    });

    it("is none where the pin has no fault of the mesh: istioctl's alone is none", () => {
        // 1.30.4 has nothing but a fault of its istioctl.
        assert.equal(nearest({ current: "1.30.4" }), undefined);
        assert.equal(nearest({ current: "1.31.1" }), undefined);
        assert.equal(nearest({}), undefined);
    });

    it("lifts the age for itself alone", () => {
        const catalog = catalogOf(
            { "1.30.3": "2026-07-16", "1.30.4": "2026-09-30", "1.31.1": "2026-09-30" },
            {
                advisories: [
                    {
                        id: "X-1",
                        date: "2026-09-30",
                        url: "https://example.com/",
                        affected: ["<=1.30.3"],
                        firstFixed: ["1.30.4"],
                        summary: "a test",
                    },
                ],
            },
        );
        const context = contextOf({ current: "1.30.3" }, "2026-10-01", catalog);

        assert.equal(judged(ageGate, "1.30.4", context), undefined);
        assert.equal(
            judged(ageGate, "1.31.1", context),
            "it was released on 2026-09-30, and 3d have not passed by 2026-10-01; that 1.30.3 is vulnerable lifts it for the nearest release that mends, 1.30.4",
        );
    });
});
