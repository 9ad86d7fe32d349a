import { defineCommand } from "../command";
import { JSON_OPTION, STACKS_OPTION } from "./options";

export const injectCommand = defineCommand({
    name: "inject",
    summary: "Bring the sidecars of stacks up to date, with the istioctl that is pinned",
    options: {
        stack: STACKS_OPTION,
        check: { help: "Only say what is stale and why; needs no istioctl" },
        json: JSON_OPTION,
    },
    notes: `
        Workloads whose manifest, proxy version and mesh settings are unchanged are not injected again.
        Where a workload fails, its stack's file is not written.

        istioctl is ISTIOCTL, that on PATH, the cached one, or else downloaded.
    `,
    exitStatuses: {
        3: "istioctl had to be downloaded and could not be, as without a network; nothing was written",
        4: "--check found stale sidecars",
    },
});
