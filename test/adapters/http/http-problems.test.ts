import assert from "node:assert/strict";
import { describeFailure, givenUp, isLong, unexpected } from "../../../adapters/http/http-problems";

const URL_ = new URL("https://x.test/a");

describe("what the client says", () => {
    it("names the cause at the bottom of a failure, and no secret of the machine", () => {
        const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
        const late = new DOMException("late", "TimeoutError");

        assert.deepEqual(
            [new TypeError("fetch failed", { cause: refused }), late, new TypeError("x"), "text"].map(
                describeFailure,
            ),
            [
                "cannot be reached (ECONNREFUSED)",
                "did not answer in time",
                "cannot be reached (TypeError)",
                "cannot be reached",
            ],
        );
    });

    it("counts attempts, or tells how long the server wants to be left alone", () => {
        assert.deepEqual(
            [
                givenUp(URL_, "answered 503", 1, 10, 5),
                givenUp(URL_, "answered 503", 4, 10, 50),
                givenUp(URL_, "answered 429", 1, 60_000, 5),
            ].map(({ details }) => details.rule),
            [
                "answered 503, asked once",
                "answered 503, asked 4 times",
                "answered 429 and wants 60 seconds of rest",
            ],
        );
        assert.deepEqual([isLong(2999), isLong(3000)], [false, true]);
        assert.equal(unexpected(URL_, 400).details.rule, "answered 400");
    });
});
