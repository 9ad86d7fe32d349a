import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import { toolFindings } from "../../diff/tools";
import { exampleLock } from "../support/example-stack";

describe("toolFindings", () => {
    const base = exampleLock();
    const flagger = (version: string): typeof base => ({
        ...base,
        flagger: { ...base.flagger, release: { version, since: "2026-11-21" } },
    });
    for (const [version, expected] of [
        ["1.45.0", ["info: Flagger 1.44.0 → 1.45.0"]],
        ["1.43.0", ["alarm: Flagger 1.44.0 → 1.43.0, a step back"]],
        ["1.44.0", []],
    ] as const) {
        it(`tell of Flagger ${version}`, () => {
            assert.deepEqual(
                toolFindings({ lock: base }, { lock: flagger(version) }).map(
                    ({ level, words }) => `${level}: ${toText(words)}`,
                ),
                expected,
            );
        });
    }
});
