import { defineCommand } from "../command";
import { STACKS_OPTION } from "./options";

export const sidecarsShowCommand = defineCommand({
    name: "sidecars show",
    summary: "Print a workload's manifest with its sidecar",
    arguments: [{ name: "<WORKLOAD>", help: "namespace/Kind/name, or a name alone where it is unique" }],
    options: { stack: { ...STACKS_OPTION, help: "Stack to look in; needed where there are several" } },
    examples: {
        "windlass sidecars show backend --stack dev": "the one workload of this name",
        "windlass sidecars show prod/Deployment/backend --stack dev": "where there are more",
    },
});
