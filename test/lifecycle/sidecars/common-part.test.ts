import assert from "node:assert/strict";

import { PlaceTable, abstractsOf, commonPart } from "../../../lifecycle/sidecars/common-part";
import { Abstraction } from "../../../lifecycle/sidecars/placeholders";
import type { JsonValue } from "../../../lifecycle/kit/json";

function common(
    overlays: readonly Readonly<Record<string, JsonValue>>[],
    names = overlays.map((_, index) => `w${index}`),
): object {
    const abstraction = new Abstraction();
    const table = new PlaceTable();
    const voters = overlays.map((overlay, index) => {
        const words = { name: names[index] ?? "" };
        const values = new Map(
            Object.entries(overlay).map(([pointer, value]) => [pointer, table.placeOf(value)]),
        );
        return { words, values, abstracts: abstractsOf(values, words, abstraction, table) };
    });
    return Object.fromEntries([...commonPart(voters, table)].map(([pointer, { value }]) => [pointer, value]));
}

describe("commonPart", () => {
    it("is the most frequent value", () =>
        assert.deepEqual(common([{ a: 1 }, { a: 2 }, { a: 2 }]), { a: 2 }));
    it("leaves out what is missing more often than it has any one value", () =>
        assert.deepEqual(common([{ a: 1 }, {}, {}]), {}));
    it("takes the first of equals by text, whatever their order", () =>
        assert.deepEqual([common([{ a: 2 }, { a: 1 }]), common([{ a: 1 }, { a: 2 }])], [{ a: 1 }, { a: 1 }]));
    it("uses placeholders where that fits more workloads", () =>
        assert.deepEqual(common([{ a: "w0" }, { a: "w1" }]), { a: "${name}" }));
    it("never takes a value that looks like a placeholder", () =>
        assert.deepEqual(common([{ a: "${name}" }, { a: "${name}" }]), {}));
});
