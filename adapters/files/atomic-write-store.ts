import { randomBytes } from "node:crypto";
import {
    closeSync,
    existsSync,
    fsyncSync,
    lstatSync,
    mkdirSync,
    openSync,
    readFileSync,
    readdirSync,
    realpathSync,
    renameSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join, posix, resolve, sep } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { TEMPORARY, clearAbandoned } from "./abandoned-store";
import { withFileFaults } from "./file-fault";

/**
 * Writes a file below the project's root in one piece, as {@link writeFileAtomic} does.
 *
 * @returns false when the file already held exactly this text; it is then not touched at all.
 * @throws WindlassError that names the file as the user knows it
 */
export function writeText(root: string, file: string, text: string): boolean {
    return writeFileAtomic(join(root, file), text, file);
}

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it, whatever kills the process.
 *
 * @param name - the file as messages name it. @default path
 * @returns false when the file already held exactly this text; it is then not touched at all.
 * @throws WindlassError when it cannot be written: a full disk, a folder in its place, a link to nothing
 */
export function writeFileAtomic(path: string, text: string, name: string = path): boolean {
    return withFileFaults({ file: name, doing: "written" }, () => {
        // A link stays a link: its target is what gets replaced.
        const target = realFile(path, name);
        clearAbandoned(dirname(target));
        if (readIfFile(target) === text) return false;
        makeFolder(dirname(target));
        const temporary = temporaryName(target);
        try {
            writeDurably(temporary, text);
            renameSync(temporary, target);
        } catch (error) {
            rmSync(temporary, { force: true });
            throw error;
        }
        syncFolder(dirname(target));
        return true;
    });
}

/**
 * {@link writeFileAtomic} of a cache: one that cannot be written, on a full disk or a read-only one, costs time and
 * nothing else.
 *
 * @returns whether the file now holds the text
 */
export function writeCache(path: string, text: string): boolean {
    try {
        writeFileAtomic(path, text);
        return true;
    } catch (error) {
        if (error instanceof WindlassError) return false;
        throw error;
    }
}

/** Which files of an existing folder {@link writeTree} may delete. */
export interface WriteTreeOptions {
    /** Whether a file of the old tree, by its path in it, is one of ours. @default one that ends in `.yaml` */
    readonly owns?: ((path: string) => boolean) | undefined;
}

/**
 * Makes a folder hold exactly these files: written beside it, then swapped in, so that nothing is half-written and
 * nothing stale stays. A process killed between the two renames leaves no folder, never a mixed one.
 *
 * @param folder - folder to replace; it is created where it is missing
 * @param files - text by path in the folder, with `/`
 * @returns false when the folder already held exactly these files; nothing is then touched.
 * @throws WindlassError when the folder holds a file that is not ours, as nobody asked for that to be deleted
 */
export function writeTree(
    folder: string,
    files: ReadonlyMap<string, string>,
    options: WriteTreeOptions = {},
): boolean {
    for (const path of files.keys()) requireInside(path);
    return withFileFaults({ file: folder, doing: "written" }, () => replaceTree(folder, files, options));
}

function replaceTree(
    folder: string,
    files: ReadonlyMap<string, string>,
    { owns = (path) => extname(path) === ".yaml" }: WriteTreeOptions,
): boolean {
    const target = realPath(resolve(folder));
    clearAbandoned(dirname(target));
    const old = listTree(target, folder);
    const foreign = old?.find((path) => !files.has(path) && !owns(path));
    if (foreign !== undefined) {
        throw new WindlassError({
            file: join(folder, foreign),
            rule: "is not a file Windlass writes, and the folder is about to be replaced",
            remedy: "Move it away or choose another folder",
        });
    }
    if (
        old?.length === files.size &&
        old.every((path) => files.get(path) === readIfFile(join(target, path)))
    ) {
        return false;
    }
    const temporary = temporaryName(target);
    const retired = temporaryName(target);
    try {
        makeFolder(temporary);
        for (const [path, text] of files) {
            mkdirSync(dirname(join(temporary, path)), { recursive: true });
            writeDurably(join(temporary, path), text);
        }
        if (old) renameSync(target, retired);
        try {
            renameSync(temporary, target);
        } catch (error) {
            if (old) renameSync(retired, target);
            throw error;
        }
    } catch (error) {
        rmSync(temporary, { recursive: true, force: true });
        throw error;
    }
    rmSync(retired, { recursive: true, force: true });
    syncFolder(dirname(target));
    return true;
}

/** Hidden and without the target's extension, so that no glob over the folder takes it for the real thing. */
function temporaryName(target: string): string {
    return join(
        dirname(target),
        `.${basename(target)}.${process.pid}-${randomBytes(6).toString("hex")}${TEMPORARY}`,
    );
}

function writeDurably(path: string, text: string): void {
    const descriptor = openSync(path, "wx");
    try {
        writeFileSync(descriptor, text);
        fsyncSync(descriptor);
    } finally {
        closeSync(descriptor);
    }
}

/** Makes the rename itself survive a power cut. Some file systems cannot; the data is safe on those too. */
function syncFolder(folder: string): void {
    try {
        const descriptor = openSync(folder, "r");
        try {
            fsyncSync(descriptor);
        } finally {
            closeSync(descriptor);
        }
    } catch {
        // Windows refuses to open a folder.
    }
}

/** Makes a folder and those above it. Node's own way never ends where one cannot be made, as in /proc. */
function makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    if (dirname(folder) !== folder) makeFolder(dirname(folder));
    try {
        mkdirSync(folder);
    } catch (error) {
        // Another process was faster.
        if (!existsSync(folder)) throw error;
    }
}

/** Where a file stands, links followed. A folder, a pipe or a link to nothing there is somebody's, and is not replaced. */
function realFile(path: string, name: string): string {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (!entry) return path;
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile()) return realpathSync(path);
    throw new WindlassError({
        file: name,
        rule: `cannot be written: ${status ? "it is no regular file" : "it is a link to nothing"}`,
        remedy: "Move what stands there away",
    });
}

function realPath(path: string): string {
    try {
        return realpathSync(path);
    } catch {
        return path;
    }
}

/** Text of a regular file. A pipe would be waited for without end. */
function readIfFile(path: string): string | undefined {
    try {
        return lstatSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
    } catch {
        return undefined;
    }
}

/** Paths of a folder's files, or undefined where there is no folder. Anything but a plain file counts as a path too. */
function listTree(target: string, folder: string): string[] | undefined {
    const status = statSync(target, { throwIfNoEntry: false });
    if (!status) return undefined;
    if (!status.isDirectory()) {
        throw new WindlassError({ file: folder, rule: "is not a folder", remedy: "Choose another one" });
    }
    return readdirSync(target, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
            join(entry.parentPath, entry.name)
                .slice(target.length + 1)
                .split(sep)
                .join("/"),
        );
}

function requireInside(path: string): void {
    const plain = posix.normalize(path);
    if (
        plain === path &&
        path !== "." &&
        !path.startsWith("../") &&
        !posix.isAbsolute(path) &&
        !path.includes("\\")
    ) {
        return;
    }
    throw new WindlassError({ value: path, rule: "must be a path inside the folder that is written" });
}
