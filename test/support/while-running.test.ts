import assert from "node:assert/strict";

import { whileRunning } from "./while-running";

describe("whileRunning", () => {
    it("ends as soon as what is waited for is there", async () => {
        let asked = 0;
        await whileRunning(new Promise(() => undefined), "the third look", () =>
            Promise.resolve(++asked > 2),
        );

        assert.equal(asked, 3);
    });

    it("waits no longer than the run, and says what it said at its end", async () => {
        await assert.rejects(
            whileRunning(Promise.resolve("failed: a conflict"), "a change", () => Promise.resolve(false)),
            /^Error: Waited for a change, and the run has ended: failed: a conflict$/,
        );
    });

    it("takes what a run has brought about, though it has ended", async () => {
        await whileRunning(Promise.resolve("succeeded"), "a change", () => Promise.resolve(true));
    });
});
