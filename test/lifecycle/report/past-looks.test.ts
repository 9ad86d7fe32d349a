import assert from "node:assert/strict";

import { pastLooks } from "../../../lifecycle/report/past-looks";
import { seenWhole } from "../../support/seen";
import { lockAt } from "../../support/stack-pins";

describe("past looks at a fleet", () => {
    const at = (stack: string, version: string, seen: string) => seenWhole(lockAt(version), { stack, seen });

    it("count pods over stacks, at the moment of the last of them, oldest first", () => {
        const later = [
            at("dev", "1.31.1", "2026-10-02T00:00:00Z"),
            at("prod", "1.31.0", "2026-10-03T00:00:00Z"),
        ];
        const earlier = [
            at("dev", "1.31.0", "2026-10-01T00:00:00Z"),
            at("prod", "1.31.0", "2026-10-01T00:00:00Z"),
        ];
        assert.deepEqual(pastLooks([later, [], earlier]), [
            { time: Date.parse("2026-10-01"), proxies: [{ version: "1.31.0", count: 6 }] },
            {
                time: Date.parse("2026-10-03"),
                proxies: [
                    { version: "1.31.1", count: 3 },
                    { version: "1.31.0", count: 3 },
                ],
            },
        ]);
    });
});
