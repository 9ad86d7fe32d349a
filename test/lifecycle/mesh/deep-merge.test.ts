import assert from "node:assert/strict";
import fc from "fast-check";
import { deepMerge, isJsonObject, pick, valueAt, withoutDefaults } from "../../../lifecycle/mesh/deep-merge";
import type { JsonObject } from "../../../lifecycle/kit/json";

const anyValues = fc
    .dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }), {
        maxKeys: 4,
        noNullPrototype: true,
    })
    .map((values) => values as JsonObject);

/** Values of one shape: `a` and `b` are always mappings, `x` and `y` always leaves, as two values of one chart are. */
const { shaped } = fc.letrec<{ shaped: JsonObject }>((tie) => ({
    shaped: fc.record(
        {
            a: fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("shaped")),
            b: fc.oneof({ maxDepth: 3 }, fc.constant({}), tie("shaped")),
            x: fc.oneof(fc.integer(), fc.constant(null), fc.array(fc.integer())),
            y: fc.string(),
        },
        { requiredKeys: [] },
    ),
}));

describe("deepMerge", () => {
    const cases: readonly { name: string; base: JsonObject; over: JsonObject; merged: JsonObject }[] = [
        { name: "adds keys", base: { a: 1 }, over: { b: 2 }, merged: { a: 1, b: 2 } },
        { name: "lets the later scalar win", base: { a: 1 }, over: { a: 2 }, merged: { a: 2 } },
        {
            name: "goes into mappings",
            base: { a: { b: { c: 1, d: 2 } } },
            over: { a: { b: { d: 3 } } },
            merged: { a: { b: { c: 1, d: 3 } } },
        },
        { name: "replaces lists whole", base: { a: [1, 2] }, over: { a: [3] }, merged: { a: [3] } },
        { name: "keeps null for Helm to see", base: { a: { b: 1 } }, over: { a: null }, merged: { a: null } },
        {
            name: "replaces a scalar by a mapping",
            base: { a: 1 },
            over: { a: { b: 1 } },
            merged: { a: { b: 1 } },
        },
    ];
    for (const { name, base, over, merged } of cases) {
        it(name, () => {
            assert.deepEqual(deepMerge(base, over), merged);
        });
    }

    it("has the empty mapping as identity on both sides", () => {
        fc.assert(
            fc.property(anyValues, (values) => {
                assert.deepEqual(deepMerge(values, {}), values);
                assert.deepEqual(deepMerge({}, values), values);
            }),
        );
    });

    it("is idempotent", () => {
        fc.assert(
            fc.property(anyValues, anyValues, (base, over) => {
                const once = deepMerge(base, over);
                assert.deepEqual(deepMerge(once, over), once);
            }),
        );
    });

    it("is associative for values of one shape", () => {
        fc.assert(
            fc.property(shaped, shaped, shaped, (a, b, c) => {
                assert.deepEqual(deepMerge(deepMerge(a, b), c), deepMerge(a, deepMerge(b, c)));
            }),
        );
    });

    it("changes neither argument", () => {
        fc.assert(
            fc.property(anyValues, anyValues, (base, over) => {
                const before = JSON.stringify([base, over]);
                deepMerge(base, over);
                assert.equal(JSON.stringify([base, over]), before);
            }),
        );
    });

    it("takes __proto__ for a key like any other", () => {
        const merged = deepMerge({}, JSON.parse('{"__proto__": {"polluted": true}}') as JsonObject);
        assert.deepEqual(Object.keys(merged), ["__proto__"]);
        assert.equal(merged["polluted"], undefined);
    });
});

describe("valueAt", () => {
    const values: JsonObject = { a: { b: { c: 0 } }, list: [1], text: "x" };
    const cases: readonly (readonly [path: readonly string[], value: unknown])[] = [
        [[], values],
        [["a", "b", "c"], 0],
        [["a", "x", "c"], undefined],
        [["list", "0"], undefined],
        [["text", "length"], undefined],
        [["toString"], undefined],
    ];
    for (const [path, value] of cases) {
        it(`finds ${JSON.stringify(value)} at /${path.join("/")}`, () => {
            assert.deepEqual(valueAt(values, path), value);
        });
    }
});

describe("pick", () => {
    it("keeps the named keys that are there, in the named order", () => {
        assert.deepEqual(Object.entries(pick({ a: 1, b: null, c: 3 }, ["c", "b", "x"])), [
            ["c", 3],
            ["b", null],
        ]);
    });
});

describe("withoutDefaults", () => {
    it("leaves what says something else than the defaults, and no object that is empty", () => {
        const values = { a: "", b: { c: 1, d: [1] }, e: { f: false }, g: { h: {} }, i: null };
        const defaults = { a: "", b: { c: 2, d: [1] }, e: { f: false }, i: 0 };
        assert.deepEqual(withoutDefaults(values, defaults), { b: { c: 1 }, i: null });
    });
});

describe("isJsonObject", () => {
    const cases: readonly (readonly [Parameters<typeof isJsonObject>[0], boolean])[] = [
        [{}, true],
        [[], false],
        [null, false],
        [undefined, false],
        ["", false],
    ];
    for (const [value, expected] of cases) {
        it(`is ${expected} for ${JSON.stringify(value) ?? "undefined"}`, () => {
            assert.equal(isJsonObject(value), expected);
        });
    }
});
