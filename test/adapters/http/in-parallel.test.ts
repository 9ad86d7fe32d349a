import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { inParallel } from "../../../adapters/http/in-parallel";

describe("inParallel", () => {
    it("works on all items, a few at a time", async () => {
        let [now, most] = [0, 0];
        const done: number[] = [];
        await inParallel([5, 1, 3, 2, 4], 2, async (item) => {
            most = Math.max(most, ++now);
            await sleep(item);
            now--;
            done.push(item);
        });
        assert.deepEqual([[...done].sort(), most], [[1, 2, 3, 4, 5], 2]);
    });

    it("begins nothing after an error", async () => {
        const begun: number[] = [];
        const work = inParallel([1, 2, 3], 1, (item) => {
            begun.push(item);
            return item === 2 ? Promise.reject(new Error("no")) : Promise.resolve();
        });
        await assert.rejects(work, /no/);
        assert.deepEqual(begun, [1, 2]);
    });
});
