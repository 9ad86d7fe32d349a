import assert from "node:assert/strict";
import { join } from "node:path";

import { readHoldOptions } from "../../cli/hold-options";

const ROOT = join(__dirname, "../..");
const GOOD = { system: "istio", version: "1.31.1", reason: "slow" } as const;

describe("readHoldOptions", () => {
    it("reads them, with what is left out", () => {
        assert.deepEqual(readHoldOptions(ROOT, GOOD), { stack: undefined, expires: undefined, ...GOOD });
        assert.equal(readHoldOptions(ROOT, { ...GOOD, stack: "*" }).stack, "*");
    });

    for (const [options, message] of [
        [{ ...GOOD, version: "1.31" }, '--version: "1.31": must be an exact version. Write it as 1.31.1.'],
        [
            { ...GOOD, version: undefined },
            "--version: A version is needed. Name an exact version: --version 1.31.1.",
        ],
        [
            { ...GOOD, reason: undefined },
            '--reason: A reason is needed. Say why: --reason "5xx in checkout".',
        ],
        [{ ...GOOD, reason: "  " }, '--reason: A reason is needed. Say why: --reason "5xx in checkout".'],
        [
            { ...GOOD, stack: "dve" },
            '--stack: "dve": There is no such stack. Stacks are dev, production, staging.',
        ],
        [
            { ...GOOD, expires: "2026-02-30" },
            '--expires: "2026-02-30": must be a day of the calendar. Write it as 2026-10-01.',
        ],
    ] as const) {
        it(`complains of ${JSON.stringify(options)}`, () => {
            assert.throws(() => readHoldOptions(ROOT, options), { message });
        });
    }
});
