import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass forge propose", () => {
    const project = projects();

    for (const [args, message] of [
        [["propose"], /^--steps: A file is needed\. Write --steps FILE\.$/],
        [["propose", "--steps", "/nowhere"], /^--steps: "\/nowhere": is no regular file\.$/],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { status, printed, noted } = await project().run("forge", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }
});
