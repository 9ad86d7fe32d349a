import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeOutputs, writeSummary } from "../../../../adapters/forge/github/outputs-store";
import { temporaryFolder } from "../../../support/temporary-folder";
import { readOutputs } from "../../../support/workflow-run";

describe("what is left for later steps", () => {
    const folder = temporaryFolder({ output: "before=1\n" });
    const [output, summary] = [join(folder, "output"), join(folder, "summary")];

    it("adds outputs, each time between other delimiters", () => {
        assert.equal(writeOutputs({ GITHUB_OUTPUT: output }, { a: "x" }), true);
        assert.equal(writeOutputs({ GITHUB_OUTPUT: output }, { b: "y" }), true);

        const text = readFileSync(output, "utf8");
        assert.deepEqual(readOutputs(text), { before: "1", a: "x", b: "y" });
        assert.equal(new Set(text.match(/windlass-[0-9a-f]{48}/g)).size, 2);
    });

    it("writes none of them where one must not be written", () => {
        const before = readFileSync(output, "utf8");

        assert.throws(() => writeOutputs({ GITHUB_OUTPUT: output }, { c: "x", d: "\n" }));
        assert.equal(readFileSync(output, "utf8"), before);
    });

    it("cuts a summary GitHub would drop", () => {
        assert.equal(writeSummary({ GITHUB_STEP_SUMMARY: summary }, "a".repeat(2_000_000)), true);

        assert.equal(readFileSync(summary).length, 1_000_000);
    });

    it("writes nothing outside of a workflow", () => {
        assert.deepEqual([writeOutputs({}, { a: "x" }), writeSummary({}, "x")], [false, false]);
        assert.equal(existsSync("undefined"), false);
    });
});
