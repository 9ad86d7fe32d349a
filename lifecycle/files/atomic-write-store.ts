import { randomBytes } from "node:crypto";
import {
    closeSync,
    fsyncSync,
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

import { WindlassError } from "../errors";

/**
 * Writes a file so that a reader sees the old text or the new one, never half of it, whatever kills the process.
 *
 * @returns false when the file already held exactly this text; it is then not touched at all.
 */
export function writeFileAtomic(path: string, text: string): boolean {
    // A link stays a link: its target is what gets replaced.
    const target = realPath(path);
    if (readIfFile(target) === text) return false;
    mkdirSync(dirname(target), { recursive: true });
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
    const { owns = (path) => extname(path) === ".yaml" } = options;
    for (const path of files.keys()) requireInside(path);
    const target = realPath(resolve(folder));
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
        mkdirSync(temporary, { recursive: true });
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
        `.${basename(target)}.${process.pid}-${randomBytes(6).toString("hex")}.windlass-tmp`,
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

function realPath(path: string): string {
    try {
        return realpathSync(path);
    } catch {
        return path;
    }
}

function readIfFile(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
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
