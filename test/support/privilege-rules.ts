import assert from "node:assert/strict";
import type { Manifest } from "../../lifecycle/workloads/manifest";

const OBJECT = { apiVersion: "x/v1", kind: "X", metadata: { name: "x" } };

/** Fields that rules look at, none of them with what it should hold. */
const NONSENSE = {
    rules: 1,
    subjects: ["a"],
    webhooks: {},
    hosts: 3,
    servers: [null],
    ingress: "x",
    type: [],
};

/** One test a rule: hostile objects are no privilege and no crash. Call it in `describe`. */
export function findNothingInNonsense(
    rules: Readonly<Record<string, (object: Manifest) => readonly unknown[]>>,
): void {
    for (const [name, rule] of Object.entries(rules)) {
        it(`${name} finds nothing in an object that says nothing, or nonsense`, () => {
            assert.deepEqual(rule(OBJECT), []);
            assert.deepEqual(rule({ ...OBJECT, ...NONSENSE, spec: NONSENSE }), []);
        });
    }
}
