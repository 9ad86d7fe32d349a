import { rmSync } from "node:fs";
import { join } from "node:path";

import { writeText } from "./atomic-write-store";

/**
 * Writes files that were not there, one after the other, each in one piece. Where one of them cannot be written, those
 * before it are taken away again.
 *
 * @param files - text by path below the root
 */
export function writeNewFiles(root: string, files: ReadonlyMap<string, string>): void {
    const written: string[] = [];
    try {
        for (const [file, text] of files) {
            written.push(file);
            writeText(root, file, text);
        }
    } catch (error) {
        for (const file of written) rmSync(join(root, file), { force: true });
        throw error;
    }
}
