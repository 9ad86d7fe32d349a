import { FORGE_VARIABLES } from "../../adapters/forge/variables";
import { defineCommand } from "../command";

export const forgeAmendCommand = defineCommand({
    name: "forge amend",
    summary: "Commit sidecars that another job made to the pull request's own branch",
    options: { from: { value: "DIR", help: "Folder with <stack>.sidecars.yaml of some stacks" } },
    notes: `
        Only sidecars files are taken, of stacks this project has, and only when they are whole. Where the
        branch holds manifests (flux.git.path), they are rendered again in the same commit. Nothing is
        pushed when the branch has moved.

        ${FORGE_VARIABLES}
    `,
    exitStatuses: { 4: "the pull request comes from a fork, whose branch is not ours to write" },
});
