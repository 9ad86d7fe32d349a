import * as assert from "node:assert/strict";
import { checkCanary } from "../../../lifecycle/canaries/check-canary";

const spec = {
    targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    service: { port: 9898 },
    analysis: {
        interval: "15s",
        threshold: 5,
        stepWeight: 5,
        metrics: [{ name: "request-success-rate", thresholdRange: { min: 99 } }],
    },
};

function messages(changed: object): string[] {
    const canary = {
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: "web", namespace: "prod" },
        spec: { ...spec, ...changed },
    };
    return checkCanary(canary, { file: "canary.yaml" }).map(({ message }) => message);
}

describe("checkCanary", () => {
    const unique =
        "Windlass has Flagger roll out Deployments and DaemonSets only, of other kinds it cannot run two side by side. " +
        "Remove the Canary; the workload is rolled by its own update strategy.";
    const long = "w".repeat(56);
    const cases: readonly {
        readonly title: string;
        readonly change: object;
        readonly errors: readonly string[];
    }[] = [
        { title: "a plain Canary", change: {}, errors: [] },
        {
            title: "a DaemonSet",
            change: { targetRef: { apiVersion: "apps/v1", kind: "DaemonSet", name: "web" } },
            errors: [],
        },
        {
            title: "no target",
            change: { targetRef: undefined },
            errors: ["spec.targetRef: a Canary needs a target. Name a Deployment or a DaemonSet."],
        },
        ...["StatefulSet", "Job", "CronJob", "Service"].map((kind) => ({
            title: `a ${kind} as target`,
            change: { targetRef: { apiVersion: "apps/v1", kind, name: "web" } },
            errors: [`spec.targetRef.kind: "${kind}": ${unique}`],
        })),
        {
            title: "an old Deployment",
            change: { targetRef: { apiVersion: "extensions/v1beta1", kind: "Deployment", name: "web" } },
            errors: [
                'spec.targetRef.apiVersion: "extensions/v1beta1": the group and version of a Deployment is apps/v1.',
            ],
        },
        {
            title: "a target without a name",
            change: { targetRef: { apiVersion: "apps/v1", kind: "Deployment" } },
            errors: ["spec.targetRef.name: must be a name."],
        },
        {
            title: "a target with a name too long",
            change: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: long } },
            errors: [
                `spec.targetRef.name: "${long}": Flagger appends -primary, and the result may have 63 characters, ` +
                    "so the name at most 55.",
            ],
        },
        {
            title: "an autoscaler of a version that is gone",
            change: {
                autoscalerRef: {
                    apiVersion: "autoscaling/v2beta2",
                    kind: "HorizontalPodAutoscaler",
                    name: "web",
                },
            },
            errors: [
                'spec.autoscalerRef.apiVersion: "autoscaling/v2beta2": Kubernetes 1.26 dropped the autoscaler\'s ' +
                    "earlier versions, and Flagger 1.44 its fallback to them. Write autoscaling/v2.",
            ],
        },
        {
            title: "an autoscaler of KEDA's",
            change: { autoscalerRef: { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", name: "web" } },
            errors: [],
        },
        {
            title: "no port",
            change: { service: {} },
            errors: ["spec.service.port: must be a whole number from 1 to 65535."],
        },
        {
            title: "a wildcard host in the mesh",
            change: { service: { port: 80, hosts: ["*"], gateways: ["istio-ingress/public", "mesh"] } },
            errors: [
                'spec.service.hosts: ["*"]: wildcard host * is not allowed for virtual services bound to the mesh ' +
                    "gateway. Name the ingress gateway alone, or the hosts.",
            ],
        },
        {
            title: "a wildcard host without a gateway, which is in the mesh",
            change: { service: { port: 80, hosts: ["*"] } },
            errors: [
                'spec.service.hosts: ["*"]: wildcard host * is not allowed for virtual services bound to the mesh ' +
                    "gateway. Name the ingress gateway alone, or the hosts.",
            ],
        },
        {
            title: "a wildcard host at the gateway alone",
            change: { service: { port: 80, hosts: ["*"], gateways: ["istio-ingress/public"] } },
            errors: [],
        },
        {
            title: "a deadline that has passed before it starts",
            change: { progressDeadlineSeconds: 0 },
            errors: [
                "spec.progressDeadlineSeconds: 0: is asked to be a whole number of at least 1 (a rule of Windlass's own; Flagger takes it).",
            ],
        },
    ];
    it("points at the line of the field", () => {
        const [error] = checkCanary(
            { metadata: { name: "web" }, spec: { ...spec, service: { port: 0 } } },
            { file: "canary.yaml", lineOf: (path) => (path.join(".") === "spec.service.port" ? 12 : 1) },
        );

        assert.match(error?.message ?? "", /^canary\.yaml:12: spec\.service\.port: 0: /);
    });

    for (const { title, change, errors } of cases) {
        it(`${errors.length ? "refuses" : "takes"} ${title}`, () => {
            assert.deepEqual(
                messages(change),
                errors.map((error) => `canary.yaml: ${error}`),
            );
        });
    }
});
