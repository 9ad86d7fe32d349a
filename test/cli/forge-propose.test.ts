import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass forge", () => {
    const project = projects();

    for (const [args, message] of [
        [["propose"], /^--steps: A file is needed\. Write --steps FILE\.$/],
        [["propose", "--steps", "/nowhere"], /^--steps: "\/nowhere": is no regular file\.$/],
        [["comment", "--body-file", "x"], /^--marker: A name is needed/],
        [["comment", "--marker", "A b", "--body-file", "x"], /^--marker: "A b": must be at most/],
        [["amend"], /^--from: A folder is needed/],
        [["touched"], /^--from: The older version is needed/],
        [["waves", "--jobs", "x"], /^--jobs: "x": must be a number/],
        [["waves", "--jobs", "1"], /^--jobs: 1: The stacks have 3 waves/],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { status, printed, noted } = await project().run("forge", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }
});
