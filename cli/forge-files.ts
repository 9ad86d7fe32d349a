import { lstatSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { WindlassError } from "../lifecycle/kit/errors";

/** Largest file another job may hand over, in bytes. */
const MAX_SIZE = 32 * 1024 * 1024;

/**
 * Reads a file that another job may have made, from the code of a pull request: only a regular file, of a bounded size.
 *
 * @param option Option it was named with, for messages: `--body-file`.
 */
export function readHandover(path: unknown, option: string): string {
    if (typeof path !== "string" || path === "") {
        throw new WindlassError({ key: option, rule: "A file is needed", remedy: `Write ${option} FILE` });
    }
    const file = resolve(path);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) throw new WindlassError({ key: option, value: path, rule: "is no regular file" });
    if (found.size > MAX_SIZE) throw new WindlassError({ key: option, value: path, rule: "is too large" });
    return readFileSync(file, "utf8");
}
