import { existsSync } from "node:fs";
import { join } from "node:path";

import {
    type MinorNotes,
    UPGRADE_NOTES_FILE,
    parseUpgradeNotes,
} from "../../lifecycle/upgrade-notes/notes-definition";
import { packageFacts } from "./package-source";
import { readText } from "./text-source";

/** The pages of some years; a larger file is not ours. */
const MAX_SIZE = 4 * 1024 * 1024;

/**
 * The upgrade notes that hold for a project: its own, where it keeps some; else the package's, which are as old as the package.
 *
 * @param root - folder of the project
 * @throws WindlassErrors when the file is wrong
 */
export function readUpgradeNotes(root: string): readonly MinorNotes[] {
    const home = existsSync(join(root, UPGRADE_NOTES_FILE)) ? root : packageFacts().folder;
    return parseUpgradeNotes(
        readText(home, UPGRADE_NOTES_FILE, { missing: "Restore it from Git", maxSize: MAX_SIZE }),
    );
}
