import assert from "node:assert/strict";

import { tagsFault } from "../../../lifecycle/upgrade/tags-order";

describe("tagsFault", () => {
    it("refuses tags that point to a newer proxy than the workloads have measured, and nothing else", () => {
        const at = (tags?: string): string | undefined =>
            tagsFault({ controlPlane: "1.31.1", proxies: "1.31.0", tags });

        assert.deepEqual([at(), at("1.30.5"), at("1.31.0")], [undefined, undefined, undefined]);
        assert.equal(
            at("1.31.1"),
            "the tags point to 1.31.1, which is newer than the workloads' proxies 1.31.0, and these measure a proxy before others have it",
        );
    });
});
