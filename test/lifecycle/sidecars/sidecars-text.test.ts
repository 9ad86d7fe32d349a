import assert from "node:assert/strict";
import fc from "fast-check";

import { factor } from "../../../lifecycle/sidecars/factor";
import { parseSidecars } from "../../../lifecycle/sidecars/parse-sidecars";
import type { Sidecars } from "../../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../../lifecycle/sidecars/sidecars-text";
import type { JsonValue } from "../../../lifecycle/kit/json";
import { exampleSidecars, exampleSidecarsText } from "../../support/example-sidecars";

describe("formatSidecars", () => {
    it("writes one line for a workload that is like the others", () => {
        assert.match(exampleSidecarsText(), /^ {2}prod\/Deployment\/a: sha256:aa$/m);
    });

    it("writes one line for each value of a workload's own", () => {
        const text = exampleSidecarsText();
        assert.ok(
            text.endsWith(
                "  prod/Deployment/c:\n    pristine: sha256:cc\n    set: {spec/containers/istio-proxy/image: 'other:1'}\n",
            ) || text.includes("other:1"),
            text,
        );
    });

    it("says the proxy's image once, so that a bump changes few lines", () => {
        const before = exampleSidecarsText().split("\n");
        const after = exampleSidecarsText({ version: "1.31.2" }).split("\n");
        const changed = before.filter((line, index) => line !== after[index]);
        assert.equal(before.length, after.length);
        assert.deepEqual(
            changed.map((line) => line.trim().split(":")[0]),
            ["seal", "istioctl", "values", "injector", "proxyImage"],
        );
    });

    it("writes what parseSidecars reads, for every value", () => {
        const text = fc.oneof(
            fc.string(),
            fc.string({ unit: "binary" }),
            fc.constantFrom("yes", "~", "1e3", "- a", "a: b", "a #b", "\u2028", "null", "'", '"', "${name}"),
        );
        const key = text.filter((name) => name !== "__proto__" && name.length < 200);
        const leaf = fc.oneof(
            text,
            fc.integer(),
            fc.boolean(),
            fc.constant(null),
            fc.array(text, { maxLength: 3 }),
            fc.dictionary(key, text, { maxKeys: 3 }),
        ) as fc.Arbitrary<JsonValue>;
        const overlays = fc.array(
            fc.dictionary(
                key.map((name) => `spec/${name.replaceAll("~", "")}`),
                leaf,
                { maxKeys: 4 },
            ),
            { minLength: 1, maxLength: 4 },
        );
        fc.assert(
            fc.property(overlays, (list) => {
                const ids = list.map((_, index) => `ns/Deployment/w${index}`);
                const inputs = new Map(
                    list.map(
                        (overlay, index) =>
                            [
                                ids[index] ?? "",
                                {
                                    overlay: JSON.parse(JSON.stringify(overlay)) as typeof overlay,
                                    words: {},
                                    shape: "any",
                                },
                            ] as const,
                    ),
                );
                const sidecars: Sidecars = {
                    ...exampleSidecars(),
                    pristine: new Map(ids.map((id) => [id, "sha256:00"])),
                    factored: factor(inputs),
                };
                const written = formatSidecars(sidecars);
                assert.deepEqual(parseSidecars(written, "f"), sidecars);
            }),
            { numRuns: 500 },
        );
    });
});
