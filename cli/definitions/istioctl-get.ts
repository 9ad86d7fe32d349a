import { ISTIOCTL_PLATFORMS } from "../../adapters/istioctl/assets";
import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const istioctlGetCommand = defineCommand({
    name: "istioctl get",
    summary: "Fetch the istioctl that is pinned, verify it, and say where it is",
    options: {
        stack: {
            value: "STACK",
            help: "The istioctl of this stack's proxies (default: what all stacks pin)",
        },
        version: { value: "VERSION", help: "This one, whatever the stacks pin" },
        platform: {
            value: "PLATFORM",
            help: "Where it is to run (default: this machine)",
            choices: ISTIOCTL_PLATFORMS,
        },
        address: { help: "Only say where it would be fetched from" },
        "add-path": { help: "Put it on the PATH of the workflow's later steps" },
        json: JSON_OPTION,
    },
    notes: `
        Prints the program's path. In a workflow it writes the outputs version, major, minor, patch,
        platform, url, digest and path; with --add-path later steps find istioctl on their PATH.

        It is kept in WINDLASS_CACHE, and verified against the lock's digest each time, as windlass istioctl
        does.
    `,
});
