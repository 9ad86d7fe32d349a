import assert from "node:assert/strict";
import fc from "fast-check";

import {
    escapeSegment,
    isWithin,
    joinPointer,
    splitPointer,
    unescapeSegment,
} from "../../../lifecycle/kit/pointer";

describe("pointers", () => {
    it("are taken apart into the keys they were made of", () => {
        fc.assert(
            fc.property(fc.array(fc.string(), { minLength: 1 }), (path) =>
                assert.deepEqual(splitPointer(joinPointer(path)), path),
            ),
        );
        fc.assert(fc.property(fc.string(), (key) => assert.equal(unescapeSegment(escapeSegment(key)), key)));
    });

    it("spell a slash in a key as RFC 6901 does", () =>
        assert.equal(joinPointer(["metadata", "a/b~c"]), "metadata/a~1b~0c"));

    it("contain themselves and what is below them, and not what only starts alike", () => {
        assert.deepEqual(
            ["a/b", "a/b/c", "a/bc", "a"].map((pointer) => isWithin(pointer, "a/b")),
            [true, true, false, false],
        );
    });
});
