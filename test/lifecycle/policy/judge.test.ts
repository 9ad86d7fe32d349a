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
const waiver = { id: "no-objects", reason: "needed", expires: "2026-11-30" };

function judge(today: string) {
    const context = { gitNamespaces: new Set<string>() };
    return judgePolicies({ objects: [object], context, waivers: [waiver], today, rules: [rule] });
}

describe("judgePolicies", () => {
    it("hands a violation its waiver until the last day", () => {
        assert.deepEqual(judge("2026-11-30"), [{ rule, object: "a", reason: "it is there", waiver }]);
    });

    it("takes no notice of a waiver that has expired", () => {
        assert.deepEqual(judge("2026-12-01"), [
            { rule, object: "a", reason: "it is there", waiver: undefined },
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
