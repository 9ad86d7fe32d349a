import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Whether a file is there that this user may run. */
export function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

/**
 * The first program of a name on a PATH.
 *
 * @param path Folders with the system's delimiter between them; relative ones, which depend on where one stands, are passed over.
 */
export function executableOnPath(name: string, path: string): string | undefined {
    const file = process.platform === "win32" ? `${name}.exe` : name;
    const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
    return folders.map((folder) => join(folder, file)).find((candidate) => isExecutable(candidate));
}
