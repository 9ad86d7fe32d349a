import assert from "node:assert/strict";
import { fromOpenApi, kindsOfCrd } from "../../../lifecycle/schemas/crd-schema";

const versions = [
    {
        name: "v1",
        served: true,
        schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object" } } } },
    },
    { name: "v1alpha1", served: false },
];
const definition = {
    kind: "CustomResourceDefinition",
    spec: { group: "example.com", scope: "Cluster", names: { kind: "Widget", plural: "widgets" }, versions },
};

describe("kindsOfCrd", () => {
    it("knows the versions that are served, and where objects live", () => {
        assert.deepEqual(
            [...kindsOfCrd(definition)],
            [["example.com/v1/Widget", { scope: "Cluster", schema: { fields: { spec: { fields: {} } } } }]],
        );
    });

    it("finds nothing in other objects and in broken ones", () => {
        for (const object of [
            { kind: "Service", spec: {} },
            { kind: "CustomResourceDefinition" },
            { ...definition, spec: { group: 1 } },
        ])
            assert.equal(kindsOfCrd(object).size, 0);
    });
});

describe("fromOpenApi", () => {
    /** `[OpenAPI, ours]` */
    const cases: readonly (readonly [object, unknown])[] = [
        [{ type: "string" }, "string"],
        [{ type: "integer", format: "int32" }, "int32"],
        [{ type: "string", format: "date-time" }, "time"],
        [{ type: "string", format: "byte" }, "bytes"],
        [
            { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
            "int-or-string",
        ],
        [{ type: "array", items: { type: "string" } }, { items: "string" }],
        [
            {
                type: "array",
                items: { type: "string" },
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["name"],
            },
            { items: "string", keys: ["name"] },
        ],
        [{ type: "object", additionalProperties: { type: "string" } }, { values: "string" }],
        [{ type: "object", "x-kubernetes-preserve-unknown-fields": true }, "map"],
        [{ "x-kubernetes-preserve-unknown-fields": true }, "any"],
        [{ type: "object" }, { fields: {} }],
        [
            { type: "string", nullable: true },
            { type: "string", nullable: true },
        ],
        [
            { type: "string", enum: ["a"], minLength: 1 },
            { type: "string", enum: ["a"], min: 1 },
        ],
        [
            { type: "number", minimum: 0, exclusiveMinimum: true },
            { type: "number", above: 0 },
        ],
        [
            {
                type: "object",
                required: ["a", "b"],
                properties: { a: { type: "string" }, b: { type: "string", default: "x" } },
            },
            { fields: { a: "string", b: { type: "string", nullable: true } }, required: ["a"] },
        ],
        [{ required: ["a"] }, { required: ["a"] }],
        [
            { oneOf: [{ required: ["a"] }, { required: ["b"] }] },
            { oneOf: [{ required: ["a"] }, { required: ["b"] }] },
        ],
        [{ not: { required: ["a"] } }, { not: { required: ["a"] } }],
    ];
    for (const [openApi, ours] of cases) {
        it(`says ${JSON.stringify(openApi)} in our words`, () =>
            assert.deepEqual(fromOpenApi(openApi), ours));
    }

    it("takes Istio's rule about durations for a pattern, and leaves other rules in CEL out", () => {
        const rule = (text: string) => ({ type: "string", "x-kubernetes-validations": [{ rule: text }] });
        const { pattern = "" } = fromOpenApi(rule("duration(self) >= duration('1ms')")) as {
            pattern?: string;
        };
        for (const text of ["10s", "1.5h", "1m30s"]) assert.match(text, new RegExp(pattern));
        for (const text of ["10", "many", ""]) assert.doesNotMatch(text, new RegExp(pattern));
        assert.equal(fromOpenApi(rule("self != 'x'")), "string");
    });
});
