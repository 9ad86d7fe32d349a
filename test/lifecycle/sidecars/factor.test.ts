import assert from "node:assert/strict";
import fc from "fast-check";

import { type FactorInput, composeOverlay, factor } from "../../../lifecycle/sidecars/factor";
import type { Overlay } from "../../../lifecycle/sidecars/overlay";
import { joinPointer } from "../../../lifecycle/kit/pointer";
import type { JsonValue } from "../../../lifecycle/kit/json";

const key = fc
    .oneof(
        fc.constantFrom(
            "spec",
            "containers",
            "initContainers",
            "volumes",
            "env",
            "app",
            "istio-proxy",
            "a/b",
            "~",
            "${container}",
            "$",
            "",
        ),
        fc.string({ maxLength: 4 }),
    )
    .filter((name) => name !== "__proto__");
const text = fc.oneof(
    fc.constantFrom("app", "shop", "x app y", "${name}", "a${", "1.31.1", ""),
    fc.string({ maxLength: 6 }),
);
const value = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.constantFrom("app", "istio-proxy", "(pristine)", "x"), { maxLength: 4 }),
    fc.array(fc.record({ name: text, port: fc.integer() }, { requiredKeys: [] }), { maxLength: 2 }),
    fc.dictionary(key, fc.oneof(text, fc.constant(null)), { maxKeys: 3 }),
) as fc.Arbitrary<JsonValue>;
const overlay = fc
    .array(fc.tuple(fc.array(key, { minLength: 1, maxLength: 5 }), value), { maxLength: 12 })
    .map((places) => Object.fromEntries(places.map(([path, leaf]) => [joinPointer(path), leaf])));
const words = fc.record({ proxyImage: text, name: text, namespace: text, container: key });
// Through JSON, as fast-check also makes objects without a prototype.
const input = fc
    .record({ overlay, words, shape: fc.constantFrom("a", "b") })
    .map((one) => JSON.parse(JSON.stringify(one)) as FactorInput);

describe("factor", () => {
    it("is undone by composeOverlay, whatever the overlays are", () => {
        fc.assert(
            fc.property(fc.array(input, { minLength: 1, maxLength: 8 }), fc.boolean(), (inputs, alike) => {
                const [first] = inputs;
                const overlays = inputs.map((one) =>
                    alike && first ? { ...one, overlay: { ...first.overlay, ...one.overlay } } : one,
                );
                const map = new Map(overlays.map((one, index) => [`ns/Deployment/w${index}`, one]));
                const factored = factor(map);
                for (const [id, one] of map)
                    assert.deepEqual(composeOverlay(factored, id, one.words), one.overlay);
            }),
            { numRuns: 3000 },
        );
    });

    it("does not depend on the order of the workloads", () => {
        fc.assert(
            fc.property(fc.array(input, { minLength: 2, maxLength: 6 }), (inputs) => {
                const entries = inputs.map((one, index) => [`w${index}`, one] as const);
                assert.deepEqual(factor(new Map(entries)), factor(new Map([...entries].reverse())));
            }),
            { numRuns: 300 },
        );
    });

    const IMAGE = "spec/containers/istio-proxy/image";
    function many(count: number, of: (index: number) => Overlay): ReadonlyMap<string, FactorInput> {
        const inputs = new Map<string, FactorInput>();
        for (let index = 0; index < count; index++) {
            inputs.set(`ns/Deployment/w${index}`, {
                overlay: of(index),
                words: { name: `w${index}`, container: "app" },
                shape: "any",
            });
        }
        return inputs;
    }

    it("makes the most frequent value common, so that an outlier costs its own line", () => {
        const { common, own } = factor(many(100, (index) => ({ [IMAGE]: index === 7 ? "old" : "new" })));
        assert.deepEqual(common, { [IMAGE]: "new" });
        const costly = [...own].filter(
            ([, { set, without }]) => Object.keys(set).length + without.length > 0,
        );
        assert.deepEqual(costly, [["ns/Deployment/w7", { set: { [IMAGE]: "old" }, without: [] }]]);
    });

    it("speaks of a workload's own name in the common part", () => {
        const { common, own } = factor(
            many(3, (index) => ({
                "metadata/labels/name": `w${index}`,
                "spec/containers/app/path": `/w${index}/x`,
            })),
        );
        assert.deepEqual(common, {
            "metadata/labels/name": "${name}",
            "spec/containers/${container}/path": "/${name}/x",
        });
        assert.deepEqual(own.get("ns/Deployment/w1"), { set: {}, without: [] });
    });

    it("takes away with one line all that an outlier does not have", () => {
        const probe = { "spec/containers/app/probe/path": "/x", "spec/containers/app/probe/port": 1, a: 1 };
        const { own } = factor(many(5, (index) => (index === 0 ? { a: 1 } : probe)));
        assert.deepEqual(own.get("ns/Deployment/w0"), { set: {}, without: ["spec"] });
    });

    it("reads lists that differ only in what they have from one order", () => {
        const withProbes = {
            "spec/volumes": ["a", "b", "c"],
            "spec/volumes/a": {},
            "spec/volumes/b": {},
            "spec/volumes/c": {},
        };
        const without = { "spec/volumes": ["a", "c"], "spec/volumes/a": {}, "spec/volumes/c": {} };
        const { common, own } = factor(many(5, (index) => (index === 0 ? without : withProbes)));
        assert.deepEqual(common["spec/volumes"], ["a", "b", "c"]);
        assert.deepEqual(own.get("ns/Deployment/w0"), { set: {}, without: ["spec/volumes/b"] });
    });

    it("says once what a shape has in common", () => {
        const inputs = new Map(
            [...many(20, (index): Overlay => (index < 5 ? { a: 1, b: 2, c: 3 } : { x: 1 }))].map(
                ([id, one], index) => [id, { ...one, shape: index < 5 ? "job" : "deployment" }],
            ),
        );
        const { shapes, own } = factor(inputs);
        assert.deepEqual([...shapes], [["job", { set: { a: 1, b: 2, c: 3 }, without: ["x"] }]]);
        assert.deepEqual(own.get("ns/Deployment/w0"), { shape: "job", set: {}, without: [] });
        assert.deepEqual(own.get("ns/Deployment/w9"), { set: {}, without: [] });
    });

    it("knows nothing of a workload it was not given", () => {
        assert.equal(composeOverlay(factor(many(1, () => ({ a: 1 }))), "ns/Deployment/other", {}), undefined);
    });
});
