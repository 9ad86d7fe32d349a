import assert from "node:assert/strict";
import fc from "fast-check";
import { changesBetween, isSame } from "../../diff/changes";

/** `[what, from, to, paths that differ]` */
const cases: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["a value", { a: 1 }, { a: 2 }, ["a"]],
    ["a value that is new", {}, { a: { b: 1 } }, ["a"]],
    ["null as missing", { a: null }, {}, []],
    [
        "an item by its name, not its place",
        { l: [{ name: "x", v: 1 }] },
        { l: [{ name: "y" }, { name: "x", v: 2 }] },
        ["l/x/v", "l/y"],
    ],
    ["a list without names as a whole", { l: [1, 2] }, { l: [1, 3] }, ["l"]],
    [
        "a list with two items of one name as a whole",
        { l: [{ name: "x" }, { name: "x" }] },
        { l: [{ name: "x" }] },
        ["l"],
    ],
    [
        "the order of items",
        { l: [{ name: "x" }, { name: "y" }] },
        { l: [{ name: "y" }, { name: "x" }] },
        ["l"],
    ],
    [
        "volume mounts by their path",
        { m: [{ mountPath: "/a", readOnly: true }] },
        { m: [{ mountPath: "/a" }] },
        ["m//a/readOnly"],
    ],
];

describe("changesBetween", () => {
    for (const [what, from, to, paths] of cases) {
        it(`tells ${what}`, () => {
            assert.deepEqual(
                changesBetween(from, to).map(({ path }) => path.join("/")),
                paths,
            );
        });
    }

    it("is empty exactly where two values are equal", () => {
        const value = fc.jsonValue({ maxDepth: 4 });
        fc.assert(
            fc.property(value, value, (left, right) => {
                assert.deepEqual(changesBetween(left, structuredClone(left)), []);
                const same = JSON.stringify(withoutNull(left)) === JSON.stringify(withoutNull(right));
                if (!same) return;
                assert.ok(isSame(left, right));
            }),
        );
    });

    it("tells the same places both ways", () => {
        fc.assert(
            fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
                const there = changesBetween(left, right).map(({ path }) => JSON.stringify(path));
                const back = changesBetween(right, left).map(({ path }) => JSON.stringify(path));
                assert.deepEqual(new Set(there), new Set(back));
            }),
        );
    });
});

function withoutNull(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value, (_, member: unknown) => member ?? undefined) ?? "null");
}
