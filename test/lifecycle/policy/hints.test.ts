import assert from "node:assert/strict";
import { hints } from "../../../lifecycle/policy/hints";

describe("hints", () => {
    it("name the nearest candidate, and none where nothing is near", () => {
        const hint = hints();
        assert.equal(
            hint("error-rates", () => ["latency", "error-rate"]),
            "error-rate",
        );
        assert.equal(
            hint("unlike", () => ["latency"]),
            undefined,
        );
    });

    it("look into a word once, and into so many words at most", () => {
        const hint = hints();
        let asked = 0;
        const candidates = () => {
            asked++;
            return ["word"];
        };
        for (let index = 0; index < 100; index++) hint(`word${index % 50}`, candidates);

        assert.equal(asked, 20);
    });
});
