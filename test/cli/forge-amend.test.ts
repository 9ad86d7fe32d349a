import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass forge amend", () => {
    const project = projects();

    for (const [args, message] of [
        [[], /^--from: A folder is needed/],
        [["--from="], /^--from: A folder is needed/],
    ] as const) {
        it(`refuses ${args.join(" ") || "nothing"}`, async () => {
            const { status, printed, noted } = await project().run("forge", "amend", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }
});
