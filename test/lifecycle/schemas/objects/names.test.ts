import assert from "node:assert/strict";
import * as names from "../../../../lifecycle/schemas/objects/names";

/** `[syntax, what fits, what does not]` */
const cases: readonly (readonly [keyof typeof names, readonly string[], readonly string[]])[] = [
    ["dnsLabel", ["a", "1a", "a-b", "x".repeat(63)], ["", "-a", "a-", "A", "a.b", "a_b", "x".repeat(64)]],
    ["dnsSubdomain", ["a", "a.b-c.1"], ["", "a..b", "A.b", ".a", "x".repeat(254)]],
    ["dns1035Label", ["a", "a-1"], ["1a", "a.b", "-a"]],
    ["pathSegment", ["system:node", "A_b"], [".", "..", "a/b", "a%b"]],
    [
        "qualifiedName",
        ["app", "a.b/C_d.e", "A"],
        ["", "/a", "a/", "a/b/c", "A.b/c", "-a", "x".repeat(64), "a b"],
    ],
    ["labelValue", ["", "A_b.c", "1"], ["-a", "a b", "a/b", "x".repeat(64)]],
    ["portName", ["http", "grpc-web", "h2c"], ["HTTP", "a--b", "-a", "123", "averyveryverylong"]],
    ["configKey", ["a.yaml", "A_b-c", ".hidden"], ["", "a/b", ".", "..", "..a"]],
    ["variableName", ["A", "a.b", "MY-VAR", "1"], ["", "A=B", "ä"]],
];

describe("names", () => {
    for (const [name, fit, unfit] of cases) {
        it(`knows a ${name}`, () => {
            for (const text of fit) assert.equal(names[name](text), undefined, text);
            for (const text of unfit) assert.ok(names[name](text), text);
        });
    }
});
