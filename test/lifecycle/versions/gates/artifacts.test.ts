import assert from "node:assert/strict";

import { artifactsGate } from "../../../../lifecycle/versions/gates/artifacts";
import { contextOf, judged } from "../example-catalog";

describe("artifacts", () => {
    it("refuses releases that cannot be had as they were made", () => {
        assert.equal(judged(artifactsGate, "1.31.1", contextOf()), undefined);
        assert.equal(
            judged(artifactsGate, "1.1.3", contextOf()),
            "its release has no archives, so there is no istioctl of it",
        );
        assert.equal(
            judged(artifactsGate, "1.2.4", contextOf()),
            "its proxy image was overwritten by a vulnerable build for two weeks of 2019",
        );
    });

    it("knows it from the day it became known", () => {
        assert.equal(judged(artifactsGate, "1.2.4", contextOf({}, "2019-09-09")), undefined);
    });

    it("is waived by its name", () => {
        const waivers = [{ id: "artifacts", reason: "pinned by digest", expires: "2026-12-31" }];
        assert.equal(judged(artifactsGate, "1.2.4", contextOf({ waivers })), undefined);
    });
});
