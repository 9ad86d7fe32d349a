import assert from "node:assert/strict";

import { GATES } from "../../../lifecycle/versions/gates/gates";
import { heldFixes } from "../../../lifecycle/versions/held-fixes";
import type { ResolveRequest } from "../../../lifecycle/versions/request";
import { existing } from "../../../lifecycle/versions/resolve";
import { contextOf } from "./example-catalog";

const DAY = "2026-10-05";

function said(request: Partial<ResolveRequest>, ...held: readonly string[]): readonly string[] {
    const holds = new Map(held.map((version) => [version, "it is held: slow"]));
    const context = contextOf({ ...request, holds }, DAY);
    return heldFixes(existing(context.index, context.at), context, GATES);
}

describe("heldFixes", () => {
    it("names the held release that alone mends the pin, with the faults and the hold", () => {
        const [sentence, ...others] = said({ range: "~1.31", current: "1.31.0" }, "1.31.1");

        assert.match(
            sentence ?? "",
            /^of what may run here only 1\.31\.1 mends [A-Z].*GHSA-qm8v-g4f9-qhjx.* of the pinned 1\.31\.0, and it is held: slow$/,
        );
        assert.deepEqual(others, []);
    });

    for (const [what, request, ...held] of [
        [
            "another release mends it, however many steps away",
            { range: ">=1.29", current: "1.29.6" },
            "1.30.5",
        ],
        ["the pin has no fault", { range: "~1.31", current: "1.31.1" }, "1.31.1"],
        ["the held release does not mend it", { range: "~1.31", current: "1.31.0" }, "1.31.0"],
        ["it is out of range", { range: "~1.30", current: "1.30.5" }, "1.31.1"],
        ["nothing is pinned", { range: "~1.31" }, "1.31.1"],
        ["nothing is held", { range: "~1.31", current: "1.31.0" }],
    ] as readonly (readonly [string, Partial<ResolveRequest>, ...string[]])[]) {
        it(`says nothing where ${what}`, () => assert.deepEqual(said(request, ...held), []));
    }
});
