import assert from "node:assert/strict";
import { changesBetween } from "../../diff/changes";
import { describeChanges } from "../../diff/describe-changes";
import { toText } from "../../diff/escape";

const spec = (container: object): object => ({
    spec: { containers: [{ name: "c", image: "i:1", ...container }] },
});

/** `[from, to, words]` */
const cases: readonly (readonly [object, object, readonly string[]])[] = [
    [spec({}), spec({ image: "i:2" }), ["image of c i:1 → i:2"]],
    [spec({ env: [] }), spec({ env: [{ name: "E", value: "1" }] }), ["c: + env E = 1"]],
    [spec({ env: [{ name: "E", value: "1" }] }), spec({ env: [] }), ["c: − env E"]],
    [
        spec({ env: [{ name: "E", value: "1" }] }),
        spec({ env: [{ name: "E", value: "2" }] }),
        ["c: env E 1 → 2"],
    ],
    [
        spec({ resources: { limits: { cpu: "1" } } }),
        spec({ resources: { limits: { cpu: "2" } } }),
        ["c: resources/limits/cpu 1 → 2"],
    ],
    [spec({}), { spec: { containers: [] } }, ["container c removed"]],
    [{ spec: { containers: [] } }, spec({}), ["new container c, image i:1"]],
    [{ spec: { replicas: 1 } }, { spec: {} }, ["spec/replicas removed, was 1"]],
    [{ hosts: ["a"] }, { hosts: ["b"] }, ["hosts + b, − a"]],
    [{ args: ["a", "b"] }, { args: ["b", "a"] }, ["args in another order"]],
    [
        { metadata: { annotations: { "prometheus.io/scrape": "true" } } },
        { metadata: { annotations: { "prometheus.io/scrape": "false" } } },
        ["metadata/annotations[prometheus.io/scrape] true → false"],
    ],
    [
        { a: `${"x".repeat(200)}1${"y".repeat(200)}` },
        { a: `${"x".repeat(200)}2${"y".repeat(200)}` },
        [`a …${"x".repeat(20)}1${"y".repeat(57)}… → …${"x".repeat(20)}2${"y".repeat(57)}…`],
    ],
    [
        { args: ["a", `${"x".repeat(100)}1`] },
        { args: ["a", `${"x".repeat(100)}2`] },
        [`args + …${"x".repeat(20)}2, − …${"x".repeat(20)}1`],
    ],
    [
        spec({ env: [{ name: "E", value: `${"x".repeat(90)}1` }] }),
        spec({ env: [{ name: "E", value: `${"x".repeat(90)}2` }] }),
        [`c: env E …${"x".repeat(20)}1 → …${"x".repeat(20)}2`],
    ],
    [{ a: "x".repeat(100) }, {}, [`a removed, was ${"x".repeat(79)}…`]],
];

describe("describeChanges", () => {
    for (const [from, to, words] of cases) {
        it(`says: ${words.join("; ").slice(0, 60)}`, () => {
            assert.deepEqual(describeChanges(changesBetween(from, to)).map(toText), words);
        });
    }
});
