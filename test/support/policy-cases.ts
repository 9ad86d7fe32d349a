import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import type { PolicyContext, PolicyRule } from "../../lifecycle/policy/rule";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** What is judged, as YAML, and the violations as `object: reason`, or `warning object: reason`. */
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
        const refused = violations.some((violation) => !violation.startsWith("warning "));
        const verdict = refused ? "refuses" : violations.length > 0 ? "warns of" : "passes";
        it(`${verdict} ${what}`, () => {
            const objects = parseAllDocuments(yaml).map((document) => document.toJS() as Manifest);

            const found = rule.judge(objects, { ...CONTEXT, ...context });

            assert.deepEqual(
                found.map(
                    ({ object, reason, level }) =>
                        `${level === "warning" ? "warning " : ""}${object ?? "stack"}: ${reason}`,
                ),
                violations,
            );
        });
    }
}

/** A Deployment of namespace prod with this pod template. */
export function deployment(template: string, name = "backend"): string {
    return `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: prod}, spec: {template: ${template}}}\n`;
}

/** A Deployment of namespace prod whose selector and pods carry this label, and a Canary of it: two documents. */
export function canaried(name: string, label = `app: ${name}`, spec = ""): string {
    return (
        `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: prod}, spec: {selector: {matchLabels: {${label}}}, template: {metadata: {labels: {${label}, team: shop}}}}}\n` +
        `---\n{apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: ${name}, namespace: prod}, spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}${spec && `, ${spec}`}}}\n`
    );
}

/** A document that follows others: an object of namespace prod with this spec. */
export function next(
    apiVersion: string,
    kind: string,
    name: string,
    spec: string,
    namespace = "prod",
): string {
    return `---\n{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}, namespace: ${namespace}}, spec: ${spec}}\n`;
}
