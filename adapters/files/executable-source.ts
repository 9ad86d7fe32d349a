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

/** The first program of a name on `PATH`. */
export function executableOnPath(
    name: string,
    env: Readonly<Record<string, string | undefined>>,
): string | undefined {
    return executableIn((env["PATH"] ?? "").split(delimiter), name);
}

/** The first program of a name in some folders; relative ones, which depend on where one stands, are passed over. */
export function executableIn(folders: readonly string[], name: string): string | undefined {
    const file = process.platform === "win32" ? `${name}.exe` : name;
    return folders
        .filter((folder) => isAbsolute(folder))
        .map((folder) => join(folder, file))
        .find(isExecutable);
}
