import assert from "node:assert/strict";
import { checkManifests } from "../../../lifecycle/workloads/check-manifests";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { stackScopes } from "../../../adapters/files/stack-kinds-source";
import { exampleSettings } from "../../support/example-stack";
import { exampleKinds } from "../../support/known-kinds";

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: backend, namespace: prod }
spec: { template: { spec: { containers: [] } } }
`;

/** `[what is wrong, the file's text, the complaints]` */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["a workload alone", DEPLOYMENT, []],
    [
        "two documents of one name",
        `${DEPLOYMENT}---${DEPLOYMENT}`,
        [
            'apps/backend/a.yaml:9: metadata.name: "backend": prod/Deployment/backend is described twice, first in apps/backend/a.yaml:2. Keep one of the two documents.',
        ],
    ],
    ["the same name in two namespaces", `${DEPLOYMENT}---${DEPLOYMENT.replace("prod", "test")}`, []],
    [
        "no namespace",
        "apiVersion: v1\nkind: Service\nmetadata: { name: backend }\n",
        [
            "apps/backend/a.yaml:3: metadata.namespace: Service backend names no namespace, and Windlass has no default one. Add metadata.namespace: the sidecar's identity depends on it.",
        ],
    ],
    [
        "a namespace on a cluster-scoped object",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r, namespace: prod }\n",
        [
            'apps/backend/a.yaml:3: metadata.namespace: "prod": ClusterRole is cluster-scoped and has no namespace. Remove the line.',
        ],
    ],
    [
        "a CronJob without a pod template",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: report, namespace: prod }\nspec: { schedule: '@daily' }\n",
        [
            "apps/backend/a.yaml:4: spec.jobTemplate.spec.template.spec: CronJob report has no pod template. Add the template of its pods.",
        ],
    ],
    [
        "a Canary whose target does not exist",
        `${DEPLOYMENT}---\n${canary("apps/v1", "backnd")}`,
        [
            'apps/backend/a.yaml:10: spec.targetRef: {"apiVersion":"apps/v1","kind":"Deployment","name":"backnd"}: Canary backend points at Deployment backnd, which the stack does not declare. Correct the name to backend or add the target\'s manifest.',
        ],
    ],
    [
        "a Canary that names another version of its target's API",
        `${DEPLOYMENT}---\n${canary("apps/v1beta1", "backend")}`,
        [
            'apps/backend/a.yaml:10: spec.targetRef: {"apiVersion":"apps/v1beta1","kind":"Deployment","name":"backend"}: Deployment backend is declared as apps/v1, not as apps/v1beta1. Write apps/v1.',
        ],
    ],
    [
        "a Canary without a target",
        "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: { name: backend, namespace: prod }\nspec: {}\n",
        [
            "apps/backend/a.yaml:4: spec.targetRef: Canary backend names no target. Give apiVersion, kind and name of the target.",
        ],
    ],
    [
        "an autoscaler on another workload's name",
        `${DEPLOYMENT}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: backend, namespace: prod }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: frontend } }\n`,
        [
            'apps/backend/a.yaml:10: spec.scaleTargetRef: {"apiVersion":"apps/v1","kind":"Deployment","name":"frontend"}: HorizontalPodAutoscaler backend points at Deployment frontend, which the stack does not declare. Correct the name or add the target\'s manifest.',
        ],
    ],
    [
        "an autoscaler on the primary that Flagger makes",
        `${DEPLOYMENT}---\n${canary("apps/v1", "backend")}---\n${autoscaler("backend-primary")}`,
        [],
    ],
    [
        "an autoscaler on the primary of what has no Canary",
        `${DEPLOYMENT}---\n${autoscaler("backend-primary")}`,
        [
            'apps/backend/a.yaml:10: spec.scaleTargetRef: {"apiVersion":"apps/v1","kind":"Deployment","name":"backend-primary"}: HorizontalPodAutoscaler own points at Deployment backend-primary, which the stack does not declare. Correct the name or add the target\'s manifest.',
        ],
    ],
];

function autoscaler(target: string): string {
    return `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: own, namespace: prod }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} } }\n`;
}

function canary(apiVersion: string, name: string): string {
    return [
        "apiVersion: flagger.app/v1beta1",
        "kind: Canary",
        "metadata: { name: backend, namespace: prod }",
        `spec: { targetRef: { apiVersion: ${apiVersion}, kind: Deployment, name: ${name} } }`,
        "",
    ].join("\n");
}

describe("checkManifests", () => {
    for (const [what, text, expected] of cases) {
        it(`says of ${what}: ${expected.length === 0 ? "nothing" : "what is wrong, where, and what mends it"}`, () => {
            const complaints = checkManifests(
                parseManifests("backend", "apps/backend/a.yaml", text),
                exampleKinds(),
            );

            assert.deepEqual(
                complaints.map(({ message }) => message),
                expected,
            );
        });
    }

    const cluster = (name: string, kind = "ClusterSecretStore") =>
        `apiVersion: external-secrets.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

    it("asks once for the scope of a kind nobody knows, and not for a namespace alone", () => {
        const manifests = parseManifests(
            "backend",
            "apps/backend/a.yaml",
            [cluster("a"), cluster("b")].join("---\n"),
        );

        const complaints = checkManifests(manifests, exampleKinds()).map(({ message }) => message);

        assert.deepEqual(complaints, [
            "apps/backend/a.yaml:3: metadata.namespace: no CustomResourceDefinition here says whether a ClusterSecretStore lives in a namespace, and this one names none. Add metadata.namespace, or, if the kind has none, list external-secrets.io/ClusterSecretStore once in windlass:workloads.clusterScoped.",
        ]);
    });

    it("asks nobody where a definition among the manifests has the answer, or the settings", () => {
        const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: clustersecretstores.external-secrets.io }
spec:
  { group: external-secrets.io, scope: Cluster, names: { kind: ClusterSecretStore, plural: clustersecretstores }, versions: [{ name: v1, served: true, storage: true }] }
`;
        const defined = parseManifests(
            "backend",
            "apps/backend/a.yaml",
            [cluster("a"), definition].join("---\n"),
        );
        assert.deepEqual(checkManifests(defined, exampleKinds(defined)), []);

        const alone = parseManifests("backend", "apps/backend/a.yaml", cluster("a"));
        const settings = exampleSettings();
        const clusterScoped = ["external-secrets.io/ClusterSecretStore"];
        const told = stackScopes({ ...settings, workloads: { ...settings.workloads, clusterScoped } }, alone);
        assert.deepEqual(checkManifests(alone, told), []);
    });
});
