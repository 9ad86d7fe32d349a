import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import type { PolicyContext, PolicyObject, PolicyRule } from "../../lifecycle/policy/rule";

/** What is judged, as YAML, and the violations as `object: reason`. */
export interface PolicyCase {
    readonly what: string;
    readonly yaml: string;
    readonly violations?: readonly string[];
    readonly context?: Partial<PolicyContext>;
}

const CONTEXT: PolicyContext = { controlPlane: "1.31.1", gitNamespaces: new Set(["prod"]) };

/** One test a case. Call it in `describe`. */
export function policyCases(rule: PolicyRule, cases: readonly PolicyCase[]): void {
    for (const { what, yaml, violations = [], context = {} } of cases) {
        it(`${violations.length > 0 ? "refuses" : "passes"} ${what}`, () => {
            const objects = parseAllDocuments(yaml).map((document) => document.toJS() as PolicyObject);

            const found = rule.judge(objects, { ...CONTEXT, ...context });

            assert.deepEqual(
                found.map(({ object, reason }) => `${object ?? "stack"}: ${reason}`),
                violations,
            );
        });
    }
}

/** A Deployment of namespace prod with this pod template. */
export function deployment(template: string, name = "backend"): string {
    return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: prod}, spec: {template: ${template}}}\n`;
}
