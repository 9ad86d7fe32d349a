import { lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { fileFault } from "./file-fault";

/** Largest file that is read, in bytes: 50 MiB. Not taken from strict-yaml.ts, which loads a whole YAML library. */
export const MAX_TEXT_SIZE = 50 * 1024 * 1024;

/** How to read a text file. */
export interface ReadTextOptions {
    /** What to do when the file is missing, as a sentence without its full stop. */
    readonly missing?: string;
    /** Largest file that is read, in bytes. @default MAX_TEXT_SIZE */
    readonly maxSize?: number;
}

/**
 * Text of a file below the project's root, or of any where `root` is empty.
 *
 * @throws WindlassError when it is missing, no regular file, too large, unreadable or not UTF-8
 */
export function readText(root: string, file: string, options: ReadTextOptions = {}): string {
    const { maxSize = MAX_TEXT_SIZE, missing = "Create it or correct its name" } = options;
    const path = join(root, file);
    let bytes: Buffer;
    try {
        const status = statSync(path);
        if (!status.isFile()) {
            throw new WindlassError({
                file,
                rule: "must be a regular file",
                remedy: `Move the ${status.isDirectory() ? "folder" : "pipe or device"} away that stands in its place`,
            });
        }
        if (status.size > maxSize) {
            throw new WindlassError({
                file,
                rule: `must not be larger than ${maxSize} bytes`,
                remedy: "Split it",
            });
        }
        bytes = readFileSync(path);
    } catch (error) {
        if (error instanceof WindlassError) throw error;
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT" || code === "ENOTDIR") {
            const dangling = code === "ENOENT" && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
            throw new WindlassError({
                file,
                rule: dangling ? "is a link to nothing" : "does not exist",
                remedy: missing,
            });
        }
        throw fileFault(error, { file, doing: "read" }) ?? error;
    }
    return decodeText(bytes, file);
}

/**
 * Bytes as text.
 *
 * @param file Name for messages.
 * @throws WindlassError where they are not UTF-8
 */
export function decodeText(bytes: Buffer, file: string): string {
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        throw new WindlassError({ file, rule: "must be UTF-8 text", remedy: "Save it as UTF-8" });
    }
}

/**
 * {@link readText} of a file that may be missing.
 *
 * @returns undefined where nothing stands at that name; a link to nothing is something
 */
export function readTextIfThere(
    root: string,
    file: string,
    options: ReadTextOptions = {},
): string | undefined {
    return isThere(root, file) ? readText(root, file, options) : undefined;
}

/** Whether anything stands at a name below the project's root: a file, a folder, a link, even one to nothing. */
export function isThere(root: string, file: string): boolean {
    try {
        return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
        throw fileFault(error, { file, doing: "read" }) ?? error;
    }
}
