import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const catalogVerifyCommand = defineCommand({
    name: "catalog verify",
    summary: "Verify that the corrections in catalog/ still fit what upstream says",
    options: { offline: { help: "Only hold the catalog against itself" }, json: JSON_OPTION },
    notes: `
        A bulletin that is new or changed elsewhere is a note; \`catalog refresh\` takes it over.
    `,
    exitStatuses: {
        5: "upstream has changed a field that a correction was made against: a person has to look at it again",
    },
});
