import { defineCommand } from "../command";
import { STACK_OPTION } from "./options";

export const pinCommand = defineCommand({
    name: "pin",
    summary: "Print what gives workloads in other repositories the sidecars of a mesh",
    options: { stack: STACK_OPTION },
    notes: `
        It names the proxy, its control plane and the values, and holds no secret. Publish it where the other pipelines read it,
        with every change of the stack: windlass inject -f MANIFESTS --pin FILE needs it and nothing else of this project.
    `,
    examples: { "windlass pin --stack production > mesh.yaml": "for a team that delivers by itself" },
});
