import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const migrateCommand = defineCommand({
    name: "migrate",
    summary: "Bring files of an older Windlass up to the formats of this one",
    options: {
        check: { help: "Only say which files are old; write nothing" },
        respell: { help: "Also write the present way what still reads in an older one" },
        "dry-run": { help: "Show what would change; write nothing" },
        pin: { value: "FILE", help: "A mesh's pin in another repository, and nothing else" },
        json: JSON_OPTION,
    },
    notes: `
        Stack files, locks, sidecars, holds, windows, charts as apps (helm.yaml), apps/tools.yaml and the
        project's own catalog each name the version of their format. A diff of what changes is printed for review; comments stay. All files are migrated, or none:
        where one is damaged or does not fit afterwards, nothing is written. To run it again changes nothing.
        --respell makes windlass:gateway one of windlass:gateways; what is rendered stays the same.
    `,
    exitStatuses: {
        2: "a file is damaged, or of a newer Windlass than this one",
        4: "--check found files of an older one",
    },
});
