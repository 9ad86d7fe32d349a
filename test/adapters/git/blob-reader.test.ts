import assert from "node:assert/strict";
import fc from "fast-check";
import { BlobReader } from "../../../adapters/git/blob-reader";

describe("BlobReader", () => {
    it("takes an answer apart however it is cut", () => {
        const content = fc.uint8Array({ maxLength: 60 });
        fc.assert(
            fc.property(
                fc.array(content, { maxLength: 6 }),
                fc.integer({ min: 1, max: 50 }),
                (blobs, piece) => {
                    const ids = blobs.map((_, index) => index.toString(16).padStart(40, "0"));
                    const answer = Buffer.concat(
                        blobs.flatMap((bytes, index) => [
                            Buffer.from(`${ids[index]} blob ${bytes.length}\n`),
                            bytes,
                            Buffer.from("\n"),
                        ]),
                    );
                    const read: number[][] = [];
                    const reader = new BlobReader(ids, (_, bytes) => read.push([...bytes]));
                    for (let at = 0; at < answer.length; at += piece)
                        reader.push(answer.subarray(at, at + piece));
                    assert.deepEqual(
                        read,
                        blobs.map((bytes) => [...bytes]),
                    );
                    assert.ok(reader.isDone());
                },
            ),
        );
    });

    for (const answer of ["0 missing\n", "1 blob 1\na\n", "0 blob 1\nab", `${"x".repeat(300)}`]) {
        it(`refuses ${JSON.stringify(answer.slice(0, 20))}`, () => {
            assert.throws(
                () => new BlobReader(["0"], () => undefined).push(Buffer.from(answer)),
                /git answered/,
            );
        });
    }

    it("is not done before the last byte", () => {
        const reader = new BlobReader(["0"], () => undefined);
        reader.push(Buffer.from("0 blob 1\na"));
        assert.ok(!reader.isDone());
    });
});
