import assert from "node:assert/strict";
import { blobId } from "../../../adapters/git/blob-id";

describe("blobId", () => {
    it("is what git hash-object says of an empty file and of one with a line", () => {
        const like = "0".repeat(40);
        assert.equal(blobId(Buffer.from(""), like), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert.equal(blobId(Buffer.from("a\n"), like), "78981922613b2afb6025042ff6bd878ac1994e85");
    });

    it("is longer in a repository with SHA-256", () => {
        assert.equal(
            blobId(Buffer.from(""), "0".repeat(64)),
            "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
        );
    });
});
