import assert from "node:assert/strict";
import { chartRevision, liveRevisions, revisionOf } from "../../../lifecycle/mesh/revision";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const inPlace = exampleSettings();
const revisions = exampleSettings({ istio: { strategy: "revisions" } });

describe("revisionOf", () => {
    it("is the default revision in place, whatever the version", () => {
        assert.equal(revisionOf(inPlace, "1.31.1"), "default");
    });

    it("is the version's own with revisions", () => {
        assert.equal(revisionOf(revisions, "1.30.3"), "1-30-3");
    });
});

describe("chartRevision", () => {
    it("spells the default revision as the charts do", () => {
        assert.equal(chartRevision("default"), "");
        assert.equal(chartRevision("1-31-1"), "1-31-1");
    });
});

describe("liveRevisions", () => {
    it("is the one control plane in place, even while proxies are behind", () => {
        assert.deepEqual(liveRevisions(inPlace, exampleLock("1.31.1", "1.30.3")), [
            { name: "default", version: "1.31.1" },
        ]);
    });

    it("keeps the proxies' revision beside a newer one, oldest first", () => {
        assert.deepEqual(liveRevisions(revisions, exampleLock("1.31.10", "1.31.9")), [
            { name: "1-31-9", version: "1.31.9" },
            { name: "1-31-10", version: "1.31.10" },
        ]);
    });

    const retiring = (version: string, lock = exampleLock("1.31.1")): ReturnType<typeof exampleLock> => ({
        ...lock,
        istio: { ...lock.istio, retiring: version },
    });

    it("keeps the revision that the proxies have left, until it is pruned", () => {
        assert.deepEqual(liveRevisions(revisions, retiring("1.30.5")), [
            { name: "1-30-5", version: "1.30.5" },
            { name: "1-31-1", version: "1.31.1" },
        ]);
    });

    it("keeps a newer one on the way back, and one beside two that are pinned", () => {
        const versions = (lock: ReturnType<typeof exampleLock>): readonly string[] =>
            liveRevisions(revisions, lock).map(({ version }) => version);

        assert.deepEqual(versions(retiring("1.32.0")), ["1.31.1", "1.32.0"]);
        assert.deepEqual(versions(retiring("1.31.0", exampleLock("1.31.1", "1.30.5"))), [
            "1.30.5",
            "1.31.0",
            "1.31.1",
        ]);
    });

    it("is one revision once the proxies have moved and the old one is pruned", () => {
        assert.deepEqual(liveRevisions(revisions, exampleLock("1.31.1")), [
            { name: "1-31-1", version: "1.31.1" },
        ]);
    });
});
