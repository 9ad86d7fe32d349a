import { defineCommand } from "../command";
import { AT_OPTION, HOLD_OPTIONS } from "./options";

export const holdLiftCommand = defineCommand({
    name: "hold lift",
    summary: "Lift the holds of a release, on purpose",
    options: {
        ...HOLD_OPTIONS,
        pull: {
            value: "N",
            help: "The closed pull request the hold comes from, which only a forge knows",
        },
        at: AT_OPTION,
    },
    notes: `
        Writes stacks/holds.yaml, which is reviewed and committed: a hold that was written is taken away,
        one that was found in Git's history gets a lift that names its commit. If the release is taken back
        once more, it is held once more.

        In the stack that took it back it is lifted for all; in a later wave for that stack alone.
    `,
});
