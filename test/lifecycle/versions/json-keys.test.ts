import assert from "node:assert/strict";

import fc from "fast-check";

import { duplicateKey } from "../../../lifecycle/versions/json-keys";

const cases: readonly (readonly [text: string, path: string | undefined])[] = [
    ['{"a": 1, "a": 2}', "a"],
    ['{"a": {"b": 1, "c": [1, {"d": 0, "d": 0}]}}', "a.c[1].d"],
    ['{"a": 1, "\\u0061": 2}', "a"],
    ['[{"a": 1}, {"a": 2}]', undefined],
    ['{"a": "b", "b": "a"}', undefined],
    ['{"a": ["a", "a"], "b": "{\\"a\\": 1, \\"a\\": 2}"}', undefined],
    ["{}", undefined],
    ['"a"', undefined],
];

describe("duplicateKey", () => {
    for (const [text, path] of cases) {
        it(`finds ${path ?? "nothing"} in ${text}`, () => {
            assert.equal(duplicateKey(text), path);
        });
    }

    it("finds nothing in what JSON.stringify writes, whatever the texts in it", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                assert.equal(duplicateKey(JSON.stringify(value, null, 2)), undefined);
            }),
        );
    });

    it("finds a key that is written twice anywhere", () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (before, key, value) => {
                const twice = `{${JSON.stringify(key)}: ${JSON.stringify(before)}, ${JSON.stringify(key)}: 1}`;
                assert.ok(duplicateKey(`[${JSON.stringify(value)}, ${twice}]`)?.startsWith("[1]."));
            }),
        );
    });
});
