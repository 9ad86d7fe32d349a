import assert from "node:assert/strict";

import { envoyFilterFindings } from "../../../lifecycle/upgrade-notes/envoy-filters";
import { sourced } from "./sourced";

const filter = (name: string, ...patterns: readonly (string | undefined)[]) =>
    sourced({
        apiVersion: "networking.istio.io/v1alpha3",
        kind: "EnvoyFilter",
        metadata: { name, namespace: "prod" },
        spec: {
            configPatches: patterns.map((proxyVersion) =>
                proxyVersion === undefined ? {} : { match: { proxy: { proxyVersion } } },
            ),
        },
    });

const cases: readonly (readonly [pattern: string | undefined, verdict: "look" | "refuse"])[] = [
    [undefined, "look"],
    ["^1\\.30.*", "refuse"],
    ["1.30", "refuse"],
    ["^1\\.3[01].*", "look"],
    ["^1\\.29.*", "look"],
    ["(", "look"],
    [`^1\\.30${"x?".repeat(200)}`, "look"],
];

describe("envoyFilterFindings", () => {
    for (const [pattern, verdict] of cases)
        it(`says ${verdict} to a proxyVersion of ${pattern?.slice(0, 20) ?? "none"}`, () => {
            const found = envoyFilterFindings([filter("a", undefined, pattern)], {
                from: "1.30.5",
                to: "1.31.1",
            });

            assert.deepEqual(
                found.map((finding) => [finding.verdict, finding.touched]),
                [[verdict, ["prod/EnvoyFilter/a"]]],
            );
        });

    it("tells those that would stop from the others, and says nothing where there is none", () => {
        const found = envoyFilterFindings([filter("a", "^1\\.30"), filter("b")], {
            from: "1.30.5",
            to: "1.31.1",
        });

        assert.deepEqual(
            found.map(({ note, touched }) => [note, touched]),
            [
                ["envoy-filter-version", ["prod/EnvoyFilter/a"]],
                ["envoy-filter", ["prod/EnvoyFilter/b"]],
            ],
        );
        assert.deepEqual(envoyFilterFindings([], { from: "1.30.5", to: "1.31.1" }), []);
    });
});
