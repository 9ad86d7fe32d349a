import { defineCommand } from "../command";
import { JSON_OPTION, STACKS_OPTION } from "./options";

export const injectCommand = defineCommand({
    name: "inject",
    summary: "Bring the sidecars of stacks up to date, with the istioctl that is pinned",
    options: {
        stack: STACKS_OPTION,
        check: { help: "Only say what is stale and why; needs no istioctl" },
        filename: {
            value: "FILE",
            short: "f",
            help: "Print these manifests with their sidecars instead; - reads them from standard input",
        },
        pin: {
            value: "FILE",
            help: "With -f: the mesh is the one of this pin (windlass pin), and no project is needed",
        },
        namespace: { value: "NAME", help: "With -f: where objects live that name no namespace" },
        json: JSON_OPTION,
    },
    project: { without: "pin" },
    notes: `
        Workloads whose manifest, proxy version and mesh settings are unchanged are not injected again.
        Where a workload fails, its stack's file is not written.

        istioctl is ISTIOCTL, that on PATH, the cached one, or else downloaded.

        With -f it is a filter for pipelines of other repositories: helm's post-renderer, or a function of kustomize (a
        ResourceList is answered with one). It takes one --stack or a --pin, writes no file, and prints nothing unless every
        workload got what it has to get. What gets no sidecar passes to the byte.
    `,
    examples: {
        "helm template shop ./chart | windlass inject -f - --namespace prod --pin mesh.yaml":
            "what a chart comes to",
        "kustomize build overlays/prod | windlass inject -f - --stack production":
            "in the mesh's own repository",
    },
    exitStatuses: {
        3: "istioctl had to be downloaded and could not be, as without a network; nothing was written",
        4: "--check found stale sidecars",
    },
});
