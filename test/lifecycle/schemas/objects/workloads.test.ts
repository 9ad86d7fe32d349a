import assert from "node:assert/strict";
import { workloadFaults } from "../../../../lifecycle/schemas/objects/workloads";
import { faultsOf } from "../../../support/object-faults";

const workload = (kind: string, spec: string, labels = "{app: orders, tier: web}", pod = "") =>
    `{apiVersion: ${kind === "Job" ? "batch/v1" : "apps/v1"}, kind: ${kind}, metadata: {name: a}, spec: {${spec}, template: {metadata: {labels: ${labels}}, spec: {${pod}}}}}`;

describe("workloadFaults", () => {
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
        ["a selector that selects", workload("Deployment", "selector: {matchLabels: {app: orders}}"), []],
        [
            "a selector of another label",
            workload("Deployment", "selector: {matchLabels: {app: order}}"),
            [
                'spec.selector.matchLabels.app: must select the pods of the template, whose label app is "orders"',
            ],
        ],
        [
            "a selector of a label that is missing",
            workload("StatefulSet", "selector: {matchLabels: {app: orders, version: v1}}"),
            [
                "spec.selector.matchLabels.version: must select the pods of the template, whose label version is missing",
            ],
        ],
        [
            "a selector of nothing",
            workload("DaemonSet", "selector: {}"),
            ["spec.selector: must not be empty: it would select every pod of the namespace"],
        ],
        [
            "an expression that selects",
            workload(
                "Deployment",
                "selector: {matchExpressions: [{key: app, operator: In, values: [orders, a]}, {key: x, operator: DoesNotExist}]}",
            ),
            [],
        ],
        [
            "an expression that does not",
            workload(
                "Deployment",
                "selector: {matchExpressions: [{key: app, operator: NotIn, values: [orders]}]}",
            ),
            ["spec.selector.matchExpressions.0: must select the pods of the template"],
        ],
        [
            "a Job that restarts for ever",
            workload("Job", "backoffLimit: 2"),
            [
                "spec.template.spec.restartPolicy: must be OnFailure or Never for a Job, and is Always where it is left out",
            ],
        ],
        ["a Job that does not", workload("Job", "backoffLimit: 2", "{}", "restartPolicy: Never"), []],
        [
            "a Deployment that does not restart",
            workload(
                "Deployment",
                "selector: {matchLabels: {app: orders}}",
                undefined,
                "restartPolicy: Never",
            ),
            ["spec.template.spec.restartPolicy: must be Always for a Deployment"],
        ],
        [
            "fewer than no pods",
            workload("Deployment", "replicas: -1, selector: {matchLabels: {app: orders}}"),
            ["spec.replicas: must not be negative"],
        ],
    ];
    for (const [title, text, faults] of cases) {
        it(`${faults.length > 0 ? "refuses" : "takes"} ${title}`, () =>
            assert.deepEqual(faultsOf(workloadFaults, text), faults));
    }
});
