import assert from "node:assert/strict";
import { parseSelector, readLabels, readSelector, selects } from "../../../lifecycle/policy/label-selector";

const expression = (operator: string, ...values: string[]) => ({
    matchExpressions: [{ key: "app", operator, values }],
});

/** `[selector, labels, whether it selects]` */
const CASES: readonly (readonly [unknown, Record<string, string>, boolean])[] = [
    [{ matchLabels: {} }, {}, true],
    [{ matchLabels: { app: "a" } }, { app: "a", tier: "b" }, true],
    [{ matchLabels: { app: "a", tier: "c" } }, { app: "a", tier: "b" }, false],
    [{ matchLabels: { "k8s:app": "a" } }, { app: "a" }, true],
    [expression("In", "a", "b"), { app: "b" }, true],
    [expression("In", "a"), {}, false],
    [expression("NotIn", "a"), {}, true],
    [expression("NotIn", "a"), { app: "a" }, false],
    [expression("Exists"), { app: "" }, true],
    [expression("DoesNotExist"), { app: "a" }, false],
    [{ matchLabels: { tier: "b" }, ...expression("In", "a") }, { app: "a" }, false],
];

describe("a label selector", () => {
    for (const [selector, labels, expected] of CASES) {
        it(`${expected ? "selects" : "leaves out"} ${JSON.stringify(labels)} by ${JSON.stringify(selector)}`, () => {
            assert.equal(selects(readSelector(selector) ?? [], labels), expected);
        });
    }

    it("is none without matchLabels and matchExpressions", () => {
        assert.equal(readSelector({ app: "a" }), undefined);
        assert.equal(readSelector("app=a"), undefined);
    });

    it("may be a plain map, where what is no text selects nothing", () => {
        assert.deepEqual(readLabels({ app: "a" }), [{ key: "app", operator: "In", values: ["a"] }]);
        assert.ok(selects(readLabels({ app: "a" }), { app: "a", tier: "b" }));
        assert.ok(!selects(readLabels({ app: "a", tier: "c" }), { app: "a", tier: "b" }));
        assert.ok(!selects(readLabels({ app: "a", odd: 1 }), { app: "a", odd: "1" }));
        assert.ok(selects(readLabels({}), { app: "a" }));
    });

    it("may be text", () => {
        assert.deepEqual(parseSelector("app=a, tier in (b, c),!old,new,x!=y"), [
            { key: "app", operator: "In", values: ["a"] },
            { key: "tier", operator: "In", values: ["b", "c"] },
            { key: "old", operator: "DoesNotExist", values: [] },
            { key: "new", operator: "Exists", values: [] },
            { key: "x", operator: "NotIn", values: ["y"] },
        ]);
        assert.equal(parseSelector("app == 'a' || b"), undefined);
    });
});
