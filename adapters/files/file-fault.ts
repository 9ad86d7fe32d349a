import { WindlassError } from "../../lifecycle/kit/errors";

/** Where a file operation failed, for the message. */
export interface FileFaultPlace {
    /** File or folder as the user knows it. @default the path the system names */
    readonly file?: string;
    readonly doing: "read" | "written";
}

/** What is wrong and what mends it, without the place. */
interface Words {
    readonly rule: string;
    readonly remedy: string;
}

const DENIED: Words = {
    rule: "permission is denied",
    remedy: "Check the owner and the permissions of it and of its folder",
};
const DESCRIPTORS: Words = { rule: "too many files are open", remedy: "Raise the limit (ulimit -n)" };

/** Codes of errno(3) that say something about the machine or the user's files, and nothing about Windlass. */
const WORDS: Readonly<Record<string, Words>> = {
    ENOSPC: { rule: "the disk is full", remedy: "Free some space, and run the command again" },
    EDQUOT: { rule: "the disk quota is used up", remedy: "Free some space, and run the command again" },
    EFBIG: { rule: "it would be larger than files may be here", remedy: "Raise the limit (ulimit -f)" },
    EROFS: { rule: "its file system is read-only", remedy: "Run the command where it may be written" },
    EACCES: DENIED,
    EPERM: DENIED,
    ENOTDIR: { rule: "it, or a part of its path, is no folder", remedy: "Move what stands in the way" },
    EEXIST: { rule: "something else stands in its place", remedy: "Move that away" },
    ENOTEMPTY: { rule: "a folder that is not empty stands in its place", remedy: "Move the folder away" },
    EISDIR: { rule: "a folder stands in its place", remedy: "Move the folder away" },
    ENOENT: { rule: "it, or a folder above it, does not exist", remedy: "Create it or correct its name" },
    ELOOP: { rule: "its links lead in a circle", remedy: "Correct the link" },
    ENAMETOOLONG: { rule: "its name is too long", remedy: "Choose a shorter one" },
    EMFILE: DESCRIPTORS,
    ENFILE: DESCRIPTORS,
    ETXTBSY: { rule: "it is being run", remedy: "Wait for the program to end" },
    EBUSY: { rule: "it is in use", remedy: "Close what uses it, and run the command again" },
    EXDEV: { rule: "it lies on another file system than its folder", remedy: "Move it there" },
    EIO: { rule: "the disk does not answer as it should", remedy: "Check the disk and the system's log" },
    ESTALE: { rule: "the network file system has lost it", remedy: "Mount it anew" },
};

/**
 * The one place that turns what the system says about a file into an error a person can mend: file, what is wrong, remedy.
 *
 * @returns undefined for what is no fault of a file
 */
export function fileFault(error: unknown, { file, doing }: FileFaultPlace): WindlassError | undefined {
    if (!isFileError(error)) return undefined;
    const words = WORDS[error.code];
    const path = file ?? error.dest ?? error.path;
    return new WindlassError({
        file: path,
        rule: `${path === undefined ? "A file " : ""}cannot be ${doing}${words ? `: ${words.rule}` : ""} (${error.code})`,
        remedy: words?.remedy ?? "Check the file and the disk",
    });
}

/** Does something with a file; what the system says against it is thrown as {@link fileFault}. */
export function withFileFaults<T>(place: FileFaultPlace, action: () => T): T {
    try {
        return action();
    } catch (error) {
        throw fileFault(error, place) ?? error;
    }
}

/** {@link fileFault} of an error that nobody has put into words: what was being done is told by the system's call. */
export function strayFileFault(error: unknown): WindlassError | undefined {
    if (!isFileError(error)) return undefined;
    return fileFault(error, { doing: WRITING.has(error.syscall) ? "written" : "read" });
}

/** What Node names as `syscall` where a file is read, and where something is left behind; others are no files. */
const READING = new Set(
    "access close fstat lstat open opendir read readlink realpath scandir stat".split(" "),
);
const WRITING = new Set(
    "chmod copyfile cp fsync ftruncate link mkdir mkdtemp rename rm rmdir symlink unlink utime write".split(
        " ",
    ),
);

interface FileError extends Error {
    readonly code: string;
    readonly syscall: string;
    readonly path?: string;
    readonly dest?: string;
}

function isFileError(error: unknown): error is FileError {
    if (!(error instanceof Error)) return false;
    const { code, syscall = "" } = error as NodeJS.ErrnoException;
    // A pipe or a socket is written to as well, and is no file.
    return typeof code === "string" && code !== "EPIPE" && (READING.has(syscall) || WRITING.has(syscall));
}
