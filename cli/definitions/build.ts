import { defineCommand } from "../command";
import { JSON_OPTION, STACKS_OPTION } from "./options";

export const buildCommand = defineCommand({
    name: "build",
    summary: "Build apps that are kustomizations or Helm charts into the manifests that stand in Git",
    options: {
        stack: STACKS_OPTION,
        check: { help: "Only say which are stale and why; needs neither kustomize nor helm" },
        json: JSON_OPTION,
    },
    notes: `
        An app is one where its folder has a kustomization.yaml, overlays/<stack>/kustomization.yaml, or a helm.yaml. What is built
        stands in its folder built/, to be reviewed and committed; every other command reads that, and asks no tool.

        The tools are those of the exact versions in apps/tools.yaml: HELM and KUSTOMIZE, or the first on PATH. The first build
        writes down what it finds.
    `,
    exitStatuses: {
        4: "--check found stale ones",
        5: "a chart has another digest than helm.yaml says; nothing of it was written",
    },
});
