import assert from "node:assert/strict";

import { existsGate } from "../../../../lifecycle/versions/gates/exists";
import { contextOf, judged } from "../example-catalog";

describe("exists", () => {
    it("refuses a version that nobody made, and passes one that the catalog knows", () => {
        assert.equal(judged(existsGate, "1.31.1", contextOf()), undefined);
        assert.match(
            judged(existsGate, "1.31.9", contextOf()) ?? "",
            /^the catalog of 2026-10-01 knows no such release: it was never made, or/,
        );
    });
});
