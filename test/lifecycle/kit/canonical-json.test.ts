import assert from "node:assert/strict";

import { canonicalJson, digestOf, digestOfText, fileNameOf } from "../../../lifecycle/kit/canonical-json";

describe("canonicalJson", () => {
    it("does not depend on the order of keys, and keeps null and the order of lists", () => {
        assert.equal(canonicalJson({ b: [2, 1], a: { d: null, c: 1 } }), '{"a":{"c":1,"d":null},"b":[2,1]}');
    });
});

describe("digestOf", () => {
    it("takes a null member for none", () => assert.equal(digestOf({ a: 1, b: null }), digestOf({ a: 1 })));
    it("tells different data apart", () => assert.notEqual(digestOf({ a: 1 }), digestOf({ a: "1" })));
});

describe("digestOfText", () => {
    it("is the start of SHA-256", () => {
        assert.equal(digestOfText("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223");
        assert.equal(fileNameOf("abc"), "ba7816bf8f01cfea414140de5dae2223");
    });
});
