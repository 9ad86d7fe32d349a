import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const forgeTouchedCommand = defineCommand({
    name: "forge touched",
    summary: "Give a workflow the stacks that a change touches",
    options: {
        from: { value: "REF", help: "The older version; the newer is HEAD" },
        json: JSON_OPTION,
    },
    notes: `
        Writes the output stacks, a JSON list. A change of the program itself touches every stack.
    `,
});
