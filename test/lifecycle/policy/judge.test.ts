import assert from "node:assert/strict";
import { judgePolicies } from "../../../lifecycle/policy/judge";
import type { PolicyRule } from "../../../lifecycle/policy/rule";
import { POLICY_RULES } from "../../../lifecycle/policy/rules";

const rule: PolicyRule = {
    id: "no-objects",
    description: "There are no objects.",
    remedy: "Remove them",
    judge: (objects) => objects.map(({ metadata }) => ({ object: metadata.name, reason: "it is there" })),
};
const object = { apiVersion: "v1", kind: "Service", metadata: { name: "a" } };

describe("judgePolicies", () => {
    it("hands every violation the rule it breaks", () => {
        const context = { gitNamespaces: new Set<string>() };

        assert.deepEqual(judgePolicies({ objects: [object], context, rules: [rule] }), [
            { rule, object: "a", reason: "it is there" },
        ]);
    });
});

describe("POLICY_RULES", () => {
    it("have ids of their own, a description and a remedy", () => {
        assert.equal(new Set(POLICY_RULES.map(({ id }) => id)).size, POLICY_RULES.length);
        for (const { id, description, remedy } of POLICY_RULES) {
            assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
            assert.match(description, /^[A-Z].*\.$/, id);
            assert.match(remedy, /^[A-Z].*[^.]$/, id);
        }
    });
});
