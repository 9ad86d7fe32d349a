import assert from "node:assert/strict";
import { analysisFindings } from "../../../cli/checks/analysis";
import type { Stack } from "../../../lifecycle/stack/stack";
import { exampleSettings } from "../../support/example-stack";

const stack = { settings: exampleSettings() } as unknown as Stack;
const message = { code: "IST0101", origin: "Gateway prod/a", message: "Referenced credential not found." };

describe("analysisFindings", () => {
    for (const [level, expected] of [
        ["Error", "refused"],
        ["Warning", "warning"],
        ["Info", "warning"],
    ] as const) {
        it(`takes ${level} for ${expected}`, () => {
            assert.deepEqual(analysisFindings(stack, [{ ...message, level }]), [
                {
                    stack: "dev",
                    rule: "IST0101",
                    about: "Gateway prod/a",
                    reason: "Referenced credential not found",
                    remedy: 'See istio.io, "Analysis Messages", IST0101',
                    level: expected,
                },
            ]);
        });
    }
});
