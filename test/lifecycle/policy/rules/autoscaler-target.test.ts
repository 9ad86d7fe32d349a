import { autoscalerTarget } from "../../../../lifecycle/policy/rules/autoscaler-target";
import { deployment, policyCases } from "../../../support/policy-cases";

const autoscaler = (name: string, target: string) =>
    `---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: ${name}, namespace: prod}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}}}\n`;

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
    ]);
});
