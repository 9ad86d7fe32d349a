import assert from "node:assert/strict";
import type { Lock } from "../../../lifecycle/settings/lock";
import type { PinnedPart } from "../../../lifecycle/settings/pinned-parts";
import { movedParts, partLabel, partName, partsOf, pinOf, pinnedAs } from "../../../lifecycle/settings/pins";
import { exampleLock } from "../../support/example-stack";

describe("pinOf", () => {
    const lock: Lock = exampleLock("1.31.1", "1.31.0");
    const versions: Readonly<Record<PinnedPart, string>> = {
        "control-plane": "1.31.1",
        proxies: "1.31.0",
        gateway: "1.31.0",
        tags: "1.31.0",
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

describe("pinnedAs", () => {
    const old = exampleLock("1.31.1", "1.31.0");
    const lock: Lock = {
        ...old,
        istio: { ...old.istio, gateway: { version: "1.30.5", since: "2026-09-01" } },
    };

    it("has a gateway without a pin of its own be one of the proxies", () => {
        assert.equal(pinnedAs(old, "gateway"), "proxies");
        assert.equal(pinnedAs(lock, "gateway"), "gateway");
        assert.deepEqual(pinOf(lock, "gateway"), { version: "1.30.5", since: "2026-09-01" });
    });

    it("counts what one of several locks pins", () => {
        assert.ok(!partsOf(old).includes("gateway"));
        assert.ok(partsOf(old, lock).includes("gateway"));
    });
});

describe("partName", () => {
    it("has an article in a sentence, and none in a table", () => {
        assert.deepEqual([partName("proxies"), partLabel("proxies")], ["the proxies", "proxies"]);
        assert.deepEqual([partName("flagger"), partLabel("flagger")], ["Flagger", "Flagger"]);
    });
});

describe("movedParts", () => {
    it("names what has another version, and not what has another day", () => {
        const before = exampleLock("1.31.0");
        const { istio, flagger } = before;
        const now = {
            ...before,
            istio: { ...istio, proxies: { ...istio.proxies, since: "2026-12-01" } },
            flagger: { ...flagger, release: { ...flagger.release, version: "1.45.0" } },
        };

        assert.deepEqual(movedParts(before, before), []);
        assert.deepEqual(movedParts(before, now), ["flagger"]);
    });
});
