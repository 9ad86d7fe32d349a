import { GITHUB_VARIABLES } from "./github/variables";

/** Variables a command on a forge reads, for its help. Apart from the adapters: a help needs none of what they load. */
export const FORGE_VARIABLES = `Reads ${GITHUB_VARIABLES.join(", ")}.`.replace(/, (?=[^,]*$)/, " and ");
