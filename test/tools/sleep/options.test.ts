import assert from "node:assert/strict";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { parseOptions } from "../../../tools/sleep/options";

describe("the options of a night", () => {
    it("have defaults", () => {
        const { workloads, acts, snapshot, json } = parseOptions([]);
        assert.deepEqual(
            { workloads, acts, snapshot, json },
            {
                workloads: 300,
                acts: ["good", "bad", "kills"],
                snapshot: true,
                json: false,
            },
        );
    });

    it("play acts in their order, each once", () => {
        assert.deepEqual(parseOptions(["--acts", "kills,good,kills"]).acts, ["good", "kills"]);
    });

    it("let Flagger look at every canary in its interval, which grows with the fleet", () => {
        assert.deepEqual(
            ["30", "300", "3000"].map((count) => parseOptions(["--workloads", count]).qps),
            [100, 600, 800],
        );
        assert.equal(parseOptions(["--qps", "40"]).qps, 40);
    });

    for (const words of [
        ["--workloads", "3"],
        ["--workloads", "many"],
        ["--acts", "good,worse"],
        ["--seed", "-1"],
        ["--no-such-option"],
        ["stray"],
    ]) {
        it(`refuse ${words.join(" ")}`, () => {
            assert.throws(() => parseOptions(words), WindlassError);
        });
    }
});
