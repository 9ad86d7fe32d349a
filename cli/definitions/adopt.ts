import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION } from "./options";

export const adoptCommand = defineCommand({
    name: "adopt",
    summary:
        "Make a stack of a mesh that others have set up, with a report; nothing in its cluster is changed",
    options: {
        context: { value: "CONTEXT", help: "Context of the kubeconfig that reaches the cluster (needed)" },
        stack: { value: "STACK", help: "Name of the stack, which must not be there yet (needed)" },
        "dry-run": { help: "Write no file: print the report alone" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Reads what Helm, istioctl, sail-operator or Flux have installed: control planes with their values, revisions and tags,
        namespaces, gateways, Flagger, canaries and every proxy's version. Writes stacks/Pulumi.STACK.yaml and
        stacks/STACK.lock.yaml, which say what runs and tighten nothing, and stacks/STACK.adoption.md: what Windlass would own,
        what it would leave, and what must be decided.

        Before anything is written the API server is asked, object by object and by dry runs alone, what the first apply would
        change. That takes the right to read Secrets (Helm's releases are in them), and to patch what Windlass would apply;
        what may not be asked is told. docs/adopt.md has the steps that follow, and the way out.
    `,
    exitStatuses: {
        0: "the stack is written, or would be with --dry-run",
        5: "something stands in the way: nothing is written",
        8: "the cluster cannot be looked at",
    },
    examples: {
        "windlass adopt --context prod --stack production --dry-run": "what there is to say",
        "windlass adopt --context prod --stack production": "the same, with the files written",
    },
});
