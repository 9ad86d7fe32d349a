import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { widenRange } from "../../../adapters/forge/widen-range";

const STACKS = join(__dirname, "..", "..", "..", "stacks");
const settings = readFileSync(join(STACKS, "Pulumi.dev.yaml"), "utf8");
const lock = readFileSync(join(STACKS, "dev.lock.yaml"), "utf8");
const RANGE = "~1.31 || ~1.32";

function changedLines(before: string, after: string): string[] {
    const old = new Set(before.split("\n"));
    return after.split("\n").filter((line) => !old.has(line));
}

describe("widenRange", () => {
    it("changes the range in both files, and nothing else: no comment, no pin", () => {
        const widened = widenRange("dev", { settings, lock }, RANGE);

        assert.deepEqual(changedLines(settings, widened.settings), [
            '    range: "~1.31 || ~1.32" # windlass update picks the best release in it and writes dev.lock.yaml',
        ]);
        assert.deepEqual(changedLines(lock, widened.lock), ["  range: ~1.31 || ~1.32"]);
    });

    it("refuses settings that do not write it out", () => {
        const without = settings.replace(/^ {4}range: ~1\.31 .*\n/m, "");

        assert.throws(() => widenRange("dev", { settings: without, lock }, RANGE), {
            name: "WindlassError",
            message: /^stacks\/Pulumi\.dev\.yaml: windlass:istio\.range: is not written out there/,
        });
    });
});
