import assert from "node:assert/strict";
import { wavesForJobs } from "../../../adapters/forge/waves";

const MEMBERS = [
    { stack: "eu", wave: 5 },
    { stack: "dev", wave: 0 },
    { stack: "asia", wave: 5 },
];

describe("wavesForJobs", () => {
    it("puts stacks in the order of their waves, whatever these are called", () => {
        assert.deepEqual(wavesForJobs(MEMBERS, 3), [["dev"], ["asia", "eu"], []]);
    });

    it("refuses to leave a wave without a job", () => {
        assert.throws(() => wavesForJobs(MEMBERS, 1), {
            message:
                "--jobs: 1: The stacks have 2 waves, and a wave without a job would not be deployed. " +
                "Add a job for it to .github/workflows/deploy.yaml, or put stacks into one wave.",
        });
    });
});
