import { FORGE_VARIABLES } from "../../adapters/forge/variables";
import { defineCommand } from "../command";

export const forgeHoldsCommand = defineCommand({
    name: "forge holds",
    summary: "Print the releases whose pull requests a person has closed, for update --holds",
    options: {},
    notes: `
        Prints one JSON document in the form of stacks/holds.yaml. What a program closed, such as Windlass
        in favour of a newer version, is not in it. A person lifts such a hold with windlass hold lift
        --pull N, and the pull request is opened again.

        ${FORGE_VARIABLES}
    `,
});
