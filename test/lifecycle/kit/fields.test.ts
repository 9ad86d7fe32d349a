import assert from "node:assert/strict";

import * as v from "valibot";

import {
    faultOfMessage,
    flag,
    integer,
    isRequired,
    list,
    map,
    mapIn,
    mapOnly,
    message,
    oneOf,
    orAbsent,
    pathOf,
    record,
    rule,
    text,
} from "../../../lifecycle/kit/fields";
import { readField } from "../../../lifecycle/kit/read-fields";

const name = text({ description: "A name." });
const rules = (field: v.GenericSchema, value: unknown): readonly string[] =>
    readField(field, value).problems.map(({ path, rule: broken }) => [...path, broken].join(": "));

describe("fields", () => {
    it("take what they describe", () => {
        const good: readonly (readonly [v.GenericSchema, unknown])[] = [
            [name, "a"],
            [oneOf("A word.", ["a", ""]), ""],
            [integer("A number.", 0, 1), 1],
            [flag("A switch."), false],
            [list("Some.", name), ["a", "b"]],
            [record("Named ones.", name, name), { a: "b" }],
            [map("A map.", { a: name }), { a: "b" }],
            [mapOnly, { a: [1] }],
        ];

        for (const [field, value] of good) assert.deepEqual(readField(field, value).value, value);
    });

    it("say what is wrong with anything else", () => {
        assert.deepEqual(rules(name, 1), ["must be a string"]);
        assert.deepEqual(rules(name, ""), ["must not be empty"]);
        assert.deepEqual(rules(name, "a\u0000"), ["must not contain control characters"]);
        assert.deepEqual(rules(name, "a".repeat(254)), ["must not be longer than 253 characters"]);
        assert.deepEqual(rules(oneOf("A word.", ["a", ""]), "b"), ['must be one of a, ""']);
        assert.deepEqual(rules(integer("A number.", 0, 1), 0.5), ["must be a whole number from 0 to 1"]);
        assert.deepEqual(rules(integer("A number.", 0, 1), "1"), ["must be a whole number from 0 to 1"]);
        assert.deepEqual(rules(flag("A switch."), "no"), ["must be true or false"]);
        assert.deepEqual(rules(list("Some.", name), {}), ["must be a list"]);
        assert.deepEqual(rules(list("Some.", name), ["a", 1, "a"]), [
            "1: must be a string",
            "2: must not appear twice in the list",
        ]);
        assert.deepEqual(rules(map("A map.", { a: name }), undefined), ["a: is required"]);
    });

    it("ask a text's own rule last, and not of an empty one", () => {
        const asked: string[] = [];
        const odd = text({
            maybeEmpty: true,
            pattern: "^a",
            check: (value) => void asked.push(value),
        });

        for (const value of ["", "b", "ab"]) readField(odd, value);
        assert.deepEqual(asked, ["ab"]);
    });
});

describe("orAbsent", () => {
    it("makes no difference between what is left out and what is empty", () => {
        const holder = map("A map.", { a: orAbsent(text({ maybeEmpty: true })) });

        assert.deepEqual(
            [{}, { a: "" }, { a: "b" }].map((value) => readField(holder, value).value.a),
            [undefined, undefined, "b"],
        );
    });

    it("takes what stands there where the key is left out, and nothing where it is empty", () => {
        const holder = map("A map.", { a: orAbsent(text({ maybeEmpty: true }), "c") });

        assert.deepEqual(
            [{}, { a: "" }].map((value) => readField(holder, value).value.a),
            ["c", undefined],
        );
    });
});

describe("rule", () => {
    it("blames the part it names, with its path and value", () => {
        const whole = v.pipe(
            v.object({ a: v.number() }),
            rule(({ a }: { a: number }) =>
                a > 1 ? { at: ["a"], rule: "is too large", remedy: "Less" } : undefined,
            ),
        );

        assert.deepEqual(readField(whole as v.GenericSchema, { a: 2 }).problems, [
            { path: ["a"], value: 2, rule: "is too large", remedy: "Less" },
        ]);
        assert.deepEqual(
            pathOf({}, ["a", 0]).map(({ key }) => key),
            ["a", 0],
        );
    });
});

describe("message", () => {
    it("carries a rule and a remedy, or a rule alone", () => {
        for (const fault of [
            { rule: "is odd", remedy: "Even it" },
            { rule: "is odd", remedy: undefined },
        ])
            assert.deepEqual(faultOfMessage(message(fault)), fault);
    });
});

describe("isRequired and mapIn", () => {
    it("look for what has no default, at any depth", () => {
        const inner = map("A map.", { a: name });

        assert.deepEqual([name, inner, orAbsent(name), map("A map.", {})].map(isRequired), [
            true,
            true,
            false,
            false,
        ]);
        assert.deepEqual(Object.keys(mapIn(v.optional(inner, {}))?.entries ?? {}), ["a"]);
        assert.equal(mapIn(name), undefined);
    });
});
