import assert from "node:assert/strict";

import { openWayBack } from "../../../lifecycle/holds/way-back";
import { contextOf } from "../versions/example-catalog";

const holds = new Map([
    ["1.30.5", "it is held"],
    ["1.31.1", "it is held"],
]);

describe("openWayBack", () => {
    it("drops the holds of what is older than the pin, and no other", () => {
        const context = openWayBack(
            contextOf({ current: "1.31.1", allowDowngrade: true, holds }, "2026-10-05"),
        );

        assert.deepEqual([...(context?.holds.keys() ?? [])], ["1.31.1"]);
    });

    it("is nothing where going back is not allowed, or nothing below is held", () => {
        assert.equal(openWayBack(contextOf({ current: "1.31.1", holds }, "2026-10-05")), undefined);
        assert.equal(
            openWayBack(contextOf({ current: "1.30.4", allowDowngrade: true, holds }, "2026-10-05")),
            undefined,
        );
        assert.equal(openWayBack(contextOf({ allowDowngrade: true, holds }, "2026-10-05")), undefined);
    });
});
