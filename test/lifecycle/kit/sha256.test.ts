import assert from "node:assert/strict";

import { sha256 } from "../../../lifecycle/kit/sha256";

/** FIPS 180-2, appendix B.1, and the digest of nothing. */
const cases: readonly (readonly [string | Buffer, string])[] = [
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [Buffer.from("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
];

describe("sha256", () => {
    for (const [data, digest] of cases)
        it(`of ${JSON.stringify(data)} is what the standard says`, () => {
            assert.equal(sha256(data), digest);
        });
});
