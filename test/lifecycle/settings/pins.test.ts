import assert from "node:assert/strict";
import type { Lock } from "../../../lifecycle/settings/lock";
import type { PinnedPart } from "../../../lifecycle/settings/pinned-parts";
import { partLabel, partName, pinOf } from "../../../lifecycle/settings/pins";
import { exampleLock } from "../../support/example-stack";

describe("pinOf", () => {
    const lock: Lock = exampleLock("1.31.1", "1.31.0");
    const versions: Readonly<Record<PinnedPart, string>> = {
        "control-plane": "1.31.1",
        proxies: "1.31.0",
        flux: "2.9.4",
        "flux-operator": "0.58.1",
        flagger: "1.44.0",
    };
    for (const [part, expected] of Object.entries(versions)) {
        it(`finds the pin of ${part}`, () => {
            assert.equal(pinOf(lock, part as PinnedPart).version, expected);
        });
    }
});

describe("partName", () => {
    it("has an article in a sentence, and none in a table", () => {
        assert.deepEqual([partName("proxies"), partLabel("proxies")], ["the proxies", "proxies"]);
        assert.deepEqual([partName("flagger"), partLabel("flagger")], ["Flagger", "Flagger"]);
    });
});
