import assert from "node:assert/strict";

import { canonicalJson } from "../../../lifecycle/sidecars/canonical-json";
import { commonPart } from "../../../lifecycle/sidecars/common-part";
import type { JsonValue } from "../../../lifecycle/stack/settings";

function common(
    overlays: readonly Readonly<Record<string, JsonValue>>[],
    names = overlays.map((_, index) => `w${index}`),
): object {
    const voters = overlays.map((overlay, index) => ({
        words: { name: names[index] ?? "" },
        values: new Map(
            Object.entries(overlay).map(([pointer, value]) => [
                pointer,
                { value, text: canonicalJson(value) },
            ]),
        ),
    }));
    return Object.fromEntries([...commonPart(voters)].map(([pointer, { value }]) => [pointer, value]));
}

describe("commonPart", () => {
    it("is the most frequent value", () =>
        assert.deepEqual(common([{ a: 1 }, { a: 2 }, { a: 2 }]), { a: 2 }));
    it("leaves out what is missing more often than it has any one value", () =>
        assert.deepEqual(common([{ a: 1 }, {}, {}]), {}));
    it("takes the first of equals by text, whatever their order", () =>
        assert.deepEqual([common([{ a: 2 }, { a: 1 }]), common([{ a: 1 }, { a: 2 }])], [{ a: 1 }, { a: 1 }]));
    it("speaks in placeholders where that fits more workloads", () =>
        assert.deepEqual(common([{ a: "w0" }, { a: "w1" }]), { a: "${name}" }));
    it("never takes a value that looks like a placeholder", () =>
        assert.deepEqual(common([{ a: "${name}" }, { a: "${name}" }]), {}));
});
