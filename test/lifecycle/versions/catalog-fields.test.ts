import assert from "node:assert/strict";

import { Fields } from "../../../lifecycle/versions/catalog-fields";

const MEND = "Restore the file from Git or run npm run -s windlass -- catalog refresh.";

function complaint(read: (fields: Fields) => unknown, value: unknown): string | undefined {
    try {
        read(new Fields("catalog/x.json", "list[2]", value));
        return undefined;
    } catch (error) {
        return (error as Error).message;
    }
}

const cases: readonly (readonly [
    name: string,
    value: unknown,
    read: (fields: Fields) => unknown,
    message: string,
])[] = [
    ["what is no map", [], () => 0, "catalog/x.json: list[2]: []: must be a map."],
    ["a missing text", {}, (fields) => fields.text("id"), "catalog/x.json: list[2].id: is missing."],
    [
        "a number for a text",
        { id: 5 },
        (fields) => fields.text("id"),
        "catalog/x.json: list[2].id: 5: is not written as it must be.",
    ],
    [
        "two lines",
        { id: "a\nb" },
        (fields) => fields.text("id"),
        'catalog/x.json: list[2].id: "a\\nb": is not written as it must be.',
    ],
    [
        "a text written backwards",
        { id: "a\u202eb" },
        (fields) => fields.text("id"),
        'catalog/x.json: list[2].id: "a\ufffdb": is not written as it must be.',
    ],
    [
        "what does not match",
        { id: "a b" },
        (fields) => fields.text("id", /^\w+$/),
        'catalog/x.json: list[2].id: "a b": is not written as it must be.',
    ],
    [
        "a number out of bounds",
        { n: 11 },
        (fields) => fields.optionalNumber("n", 0, 10),
        "catalog/x.json: list[2].n: 11: must be a number from 0 to 10.",
    ],
    [
        "a map for a list",
        { l: {} },
        (fields) => fields.list("l", String),
        "catalog/x.json: list[2].l: {}: must be a list.",
    ],
    [
        "an endless list",
        { l: Array(20_001) },
        (fields) => fields.list("l", String),
        "catalog/x.json: list[2].l: 20001: must not have more than 20000 items.",
    ],
    [
        "a wrong item",
        { l: ["a", ""] },
        (fields) => fields.texts("l"),
        'catalog/x.json: list[2].l[1].text: "": is not written as it must be.',
    ],
    [
        "a wrong key of a map",
        { m: { "a b": "c" } },
        (fields) => fields.map("m", /^\w+$/),
        "catalog/x.json: list[2].m.a b: is no key that may stand here.",
    ],
    [
        "a key nobody knows",
        { id: "a", more: 1 },
        (fields) => (fields.text("id"), fields.done()),
        "catalog/x.json: list[2].more: is no key of a catalog.",
    ],
    [
        "a key of every object",
        { id: "a" },
        (fields) => fields.text("constructor"),
        "catalog/x.json: list[2].constructor: is missing.",
    ],
];

describe("Fields", () => {
    for (const [name, value, read, message] of cases) {
        it(`refuses ${name}`, () => {
            assert.equal(complaint(read, value), `${message} ${MEND}`);
        });
    }

    it("reads what is there and leaves out what is not", () => {
        const fields = new Fields("f", "", { id: "a", list: ["x"], map: { k: "v" }, n: 1 });

        assert.deepEqual(
            [
                fields.text("id"),
                fields.texts("list"),
                fields.map("map", /k/),
                fields.optionalNumber("n", 0, 1),
            ],
            ["a", ["x"], { k: "v" }, 1],
        );
        assert.deepEqual(
            [fields.optionalText("no"), fields.map("none", /k/), fields.has("id")],
            [undefined, {}, true],
        );
        fields.done();
    });
});
