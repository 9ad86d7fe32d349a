import assert from "node:assert/strict";

import { nearestFix } from "../../../lifecycle/versions/nearest-fix";
import type { ResolveRequest } from "../../../lifecycle/versions/request";
import { contextOf } from "./example-catalog";

function fix(request: Partial<ResolveRequest>, day = "2026-10-05"): string | undefined {
    const found = nearestFix(contextOf(request, day));
    return (
        found &&
        `${found.version}${found.isInRange ? "" : " out of range"}${found.but ? ` but ${found.but}` : ""}`
    );
}

describe("nearestFix", () => {
    for (const [what, request, day, expected] of [
        ["the patch of the same minor", { range: ">=1.29", current: "1.29.0" }, "2026-10-05", "1.29.8"],
        [
            "it though it is out of range",
            { range: "~1.31", current: "1.30.3" },
            "2026-10-05",
            "1.30.5 out of range",
        ],
        [
            "it though its support has ended, and says so",
            { range: ">=1.29", current: "1.29.0" },
            "2026-10-20",
            "1.29.8 but support of 1.29 ended on 2026-10-12, so it is presumed vulnerable",
        ],
        [
            "the next minor where none of its own mends",
            { range: "~1.28", current: "1.28.3" },
            "2026-10-05",
            "1.29.8 out of range",
        ],
        [
            "what the cluster can run",
            { range: ">=1.28", current: "1.28.3", kubernetes: "1.36" },
            "2026-10-05",
            "1.30.5",
        ],
        ["nothing for a pin without faults", { range: "~1.31", current: "1.31.1" }, "2026-10-05", undefined],
        ["nothing where nothing is pinned", { range: "~1.31" }, "2026-10-05", undefined],
        ["nothing on a day before the fix", { range: "~1.31", current: "1.31.0" }, "2026-09-20", undefined],
        [
            "no release that is held",
            { range: ">=1.29", current: "1.29.0", holds: new Map([["1.29.8", "it is held"]]) },
            "2026-10-05",
            "1.30.5",
        ],
    ] as readonly (readonly [string, Partial<ResolveRequest>, string, string | undefined])[]) {
        it(`finds ${what}`, () => assert.equal(fix(request, day), expected));
    }
});
