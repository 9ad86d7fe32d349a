import { autoscalerTarget } from "../../../../lifecycle/policy/rules/autoscaler-target";
import { canaried, deployment, next, policyCases } from "../../../support/policy-cases";

const autoscaler = (name: string, target: string) =>
    `---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: ${name}, namespace: prod}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}}}\n`;

const scaledObject = (name: string, target: string) =>
    next("keda.sh/v1alpha1", "ScaledObject", name, `{scaleTargetRef: {name: ${target}}}`);
const REFERRING = "autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: backend}";

describe("autoscaler-target", () => {
    policyCases(autoscalerTarget, [
        {
            what: "an autoscaler of its own workload",
            yaml: deployment("{}") + autoscaler("backend", "backend"),
        },
        {
            what: "an autoscaler of nothing",
            yaml: deployment("{}") + autoscaler("backend", "frontend"),
            violations: [
                "prod/HorizontalPodAutoscaler/backend: it scales prod/Deployment/frontend, which does not exist",
            ],
        },
        {
            what: "two autoscalers of one workload",
            yaml: deployment("{}") + autoscaler("backend", "backend") + autoscaler("frontend", "backend"),
            violations: [
                "prod/HorizontalPodAutoscaler/frontend: it scales prod/Deployment/backend, as prod/HorizontalPodAutoscaler/backend does",
            ],
        },
        {
            what: "KEDA's of its own workload, a Deployment where no kind is given",
            yaml: deployment("{}") + scaledObject("backend", "backend"),
        },
        {
            what: "KEDA's of nothing",
            yaml: deployment("{}") + scaledObject("backend", "frontend"),
            violations: [
                "prod/ScaledObject/backend: it scales prod/Deployment/frontend, which does not exist",
            ],
        },
        {
            what: "KEDA's beside Kubernetes' own",
            yaml: deployment("{}") + autoscaler("backend", "backend") + scaledObject("backend", "backend"),
            violations: [
                "prod/ScaledObject/backend: it scales prod/Deployment/backend, as prod/HorizontalPodAutoscaler/backend does",
            ],
        },
        {
            what: "an autoscaler of the primary that Flagger makes",
            yaml: canaried("backend") + autoscaler("primary", "backend-primary"),
        },
        {
            what: "an autoscaler of the primary beside Flagger's copy",
            yaml: canaried("backend", undefined, REFERRING) + autoscaler("primary", "backend-primary"),
            violations: [
                "prod/HorizontalPodAutoscaler/primary: it scales prod/Deployment/backend-primary, as the copy that Flagger makes for prod/Canary/backend does",
            ],
        },
        {
            what: "an autoscaler of the primary of what has no canary",
            yaml: deployment("{}") + autoscaler("primary", "backend-primary"),
            violations: [
                "prod/HorizontalPodAutoscaler/primary: it scales prod/Deployment/backend-primary, which does not exist",
            ],
        },
    ]);
});
