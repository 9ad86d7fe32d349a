import assert from "node:assert/strict";
import type { Schema } from "../../../lifecycle/schemas/schema";
import { type ValidateArgs, validate } from "../../../lifecycle/schemas/validate";

const definitions: Readonly<Record<string, Schema>> = {
    Port: {
        fields: { name: "string", containerPort: "int32", protocol: "string" },
        required: ["containerPort"],
    },
};

function faults(value: unknown, schema: Schema, more: Partial<ValidateArgs> = {}): string[] {
    const found = validate({ value, schema, definition: (name) => definitions[name], ...more });
    return found.map(({ path, rule, remedy }) => `${path.join(".")}: ${rule}${remedy ? `. ${remedy}` : ""}`);
}

describe("validate", () => {
    it("refuses a field nobody knows, and names the one that was meant", () => {
        const schema: Schema = { fields: { replicas: "int32", selector: "map" } };
        assert.deepEqual(faults({ replcas: 1 }, schema), [
            "replcas: is no field of the object. Did you mean replicas",
        ]);
        assert.deepEqual(faults({ spec: { x: 1 } }, { fields: { spec: schema } }), [
            "spec.x: is no field of spec. Remove it, or put it where it belongs",
        ]);
        assert.deepEqual(faults({ anything: 1 }, { ...schema, open: true }), []);
    });

    it("follows references, and says where in a list", () => {
        const schema: Schema = { fields: { ports: { items: "#Port" } } };
        assert.deepEqual(faults({ ports: [{ containerPort: 1 }, { containerPort: "8080" }, {}] }, schema), [
            "ports.1.containerPort: must be a whole number, and is a text. Remove the quotes",
            "ports.2.containerPort: is required. Add it",
        ]);
    });

    it("tells a list from a map", () => {
        assert.deepEqual(
            faults({ a: 1 }, { items: "any" }),
            ["must be a list, and is a map. Begin its items with a dash"].map((t) => `: ${t}`),
        );
        assert.deepEqual(faults([1], { values: "any" }), [": must be a map, and is a list"]);
        assert.deepEqual(faults("x", { fields: {} }), [": must be a map, and is a text"]);
    });

    it("refuses items that are told apart by nothing", () => {
        const ports: Schema = { items: "#Port", keys: ["containerPort", "protocol"] };
        const [one, two] = [{ containerPort: 80 }, { containerPort: 80, protocol: "TCP" }];
        assert.deepEqual(faults([one, two], ports), [
            "1: has the same containerPort and protocol as item 0 of the list. Keep one of the two",
        ]);
        assert.deepEqual(faults([one, { ...two, protocol: "UDP" }], ports), []);
        assert.deepEqual(
            faults(["a", "a"], { items: "string", keys: [] }),
            ["1: has the same the same item as item 0 of the list. Keep one of the two"].map((text) =>
                text.replace("the same the same", "the same"),
            ),
        );
    });

    it("refuses a null where a structural schema has none, and passes it over where Go reads it", () => {
        const schema: Schema = {
            fields: { a: "string", b: { type: "string", nullable: true }, c: "any" },
            required: ["a"],
        };
        const value = { a: null, b: null, c: null };
        const empty =
            "a: must not be empty: nothing stands behind the colon. Give it a value or remove the line";
        assert.deepEqual(faults(value, schema), [empty]);
        assert.deepEqual(faults(value, schema, { nulls: true }), ["a: is required. Add it"]);
    });

    it("asks for nothing of a part that is merged over another", () => {
        assert.deepEqual(faults({}, "#Port", { partial: true }), []);
    });

    const bounds: readonly (readonly [Schema, unknown, unknown])[] = [
        [{ enum: ["Always", "Never"] }, "Always", "always"],
        [{ type: "string", pattern: "^[0-9]+(m|s)" }, "30s", "1h"],
        [{ type: "integer", min: 1, max: 100 }, 100, 101],
        [{ type: "integer", min: 1 }, 1, 0],
        [{ type: "string", max: 2 }, "öä", "öäü"],
        [{ items: "any", min: 1 }, [1], []],
        [{ type: "number", above: 0, below: 1 }, 0.5, 1],
        [{ values: "string", max: 1 }, { a: "b" }, { a: "b", c: "d" }],
    ];
    for (const [schema, fits, breaks] of bounds) {
        it(`keeps to ${JSON.stringify(schema)}`, () => {
            assert.deepEqual(faults(fits, schema), []);
            assert.equal(faults(breaks, schema).length, 1);
        });
    }

    it("takes an empty text of an enumeration for nothing where Go reads it", () => {
        assert.deepEqual(faults("", { enum: ["A"] }, { nulls: true }), []);
        assert.equal(faults("", { enum: ["A"] }).length, 1);
    });

    it("leaves a pattern alone that JavaScript cannot read", () => {
        assert.deepEqual(faults("x", { type: "string", pattern: "(?i)(" }), []);
    });

    it("holds a value against branches", () => {
        const match: Schema = {
            fields: { exact: "string", prefix: "string" },
            oneOf: [
                { not: { anyOf: [{ required: ["exact"] }, { required: ["prefix"] }] } },
                { required: ["exact"] },
                { required: ["prefix"] },
            ],
        };
        assert.deepEqual(faults({}, match), []);
        assert.deepEqual(faults({ exact: "a" }, match), []);
        assert.deepEqual(faults({ exact: "a", prefix: "b" }, match), [
            ": takes only one of: exact, prefix; it has exact and prefix",
        ]);
        assert.equal(faults({}, { anyOf: [{ required: ["a"] }, { required: ["b"] }] }).length, 1);
        assert.equal(faults({ a: 1 }, { allOf: [{ required: ["a"] }, { required: ["b"] }] }).length, 1);
    });

    it("lets a whole object inside another have what every object has", () => {
        const template: Schema = { fields: { spec: "any" }, embedded: true };
        assert.deepEqual(faults({ apiVersion: "v1", kind: "Pod", metadata: {}, spec: {} }, template), []);
    });
});
