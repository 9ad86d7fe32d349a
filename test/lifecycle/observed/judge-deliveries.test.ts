import assert from "node:assert/strict";

import { judgeDeliveries } from "../../../lifecycle/observed/judge-deliveries";
import type { ObservedDelivery } from "../../../lifecycle/observed/observed";
import { observed } from "./example-cluster";

const [layer] = observed.deliveries;

describe("judgeDeliveries", () => {
    const cases: readonly (readonly [string, Partial<ObservedDelivery>, string])[] = [
        ["passes what is ready", {}, ""],
        [
            "fails what is not, with its message in one line",
            { ready: "False", message: "health check\nfailed", attempted: "main@sha1:3c" },
            "failing: it is not ready at main@sha1:3c: health check failed",
        ],
        ["waits for what is under way", { ready: "Unknown", message: "" }, "behind: it is under way"],
        [
            "says what is suspended",
            { isSuspended: true },
            "behind: it is suspended, and takes nothing from Git",
        ],
    ];
    for (const [title, change, said] of cases) {
        it(title, () => {
            assert.ok(layer);
            const found = judgeDeliveries({ deliveries: [{ ...layer, ...change }] });
            assert.equal(found.map(({ level, reason }) => `${level}: ${reason}`).join(), said);
        });
    }
});
