import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass forge comment", () => {
    const project = projects();

    for (const [args, message] of [
        [["--body-file", "x"], /^--marker: A name is needed/],
        [["--marker", "A b", "--body-file", "x"], /^--marker: "A b": must be at most/],
        [["--marker", "a"], /^--body-file: A file is needed/],
    ] as const) {
        it(`refuses ${args.join(" ") || "nothing"}`, async () => {
            const { status, printed, noted } = await project().run("forge", "comment", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }
});
