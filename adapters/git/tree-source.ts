import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { MAX_YAML_SIZE } from "../../lifecycle/kit/strict-yaml";
import { BlobReader } from "./blob-reader";
import { runGit } from "./git-source";

/** Most files of one version, and most bytes of all of them. */
const MAX_FILES = 1_000_000;
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** Regular files; links and submodules lead somewhere else. */
const REGULAR = new Set(["100644", "100755"]);

/** Which files of a commit to list. */
export interface ListTreeArgs {
    /** The project's root, which may be a folder of its repository. */
    readonly root: string;
    /** Id of a commit, as resolveRevision gives it. */
    readonly commit: string;
    /** Files and folders below the root: `apps`. */
    readonly paths: readonly string[];
    readonly signal?: AbortSignal;
}

/** Which files of a commit to write, and where. */
export interface WriteBlobsArgs {
    readonly root: string;
    readonly blobs: readonly Blob[];
    /** Folder to write to, with none of the files in it. */
    readonly folder: string;
    readonly signal?: AbortSignal;
}

/** A file of a commit. */
export interface Blob {
    /** Digest of its content, as git computes it. */
    readonly id: string;
    /** Relative to the project's root, with `/`; leads to no other folder. */
    readonly path: string;
}

/** What was not written, and why. */
export interface SkippedFile {
    readonly path: string;
    readonly reason: string;
}

/** The files of a commit. */
export interface Tree {
    readonly blobs: readonly Blob[];
    /** Links, submodules, names that lead out of the folder, files that are too large. */
    readonly skipped: readonly SkippedFile[];
}

/**
 * Lists the regular files of some folders of a commit.
 *
 * @throws WindlassError when git cannot read the commit
 */
export async function listTree({ root, commit, paths, signal }: ListTreeArgs): Promise<Tree> {
    const args = ["ls-tree", "-r", "-z", "-l", "--end-of-options", commit, "--", ...paths];
    const { stdout, stderr, status } = await runGit({ root, args, signal });
    if (status !== 0) throw unreadable(stderr);
    const blobs: Blob[] = [];
    const skipped: SkippedFile[] = [];
    let bytes = 0;
    for (const entry of stdout.split("\0")) {
        if (entry === "") continue;
        const match = /^(\d{6}) \w+ ([0-9a-f]+) +(-|\d+)\t(.*)$/s.exec(entry);
        const [, mode = "", id = "", size = "", path = ""] = match ?? [];
        const reason = reasonToSkip(mode, Number(size), path);
        if (reason !== undefined) {
            skipped.push({ path, reason });
            continue;
        }
        blobs.push({ id, path });
        bytes += Number(size);
    }
    if (blobs.length > MAX_FILES || bytes > MAX_BYTES) {
        throw new WindlassError({ value: commit, rule: "The commit holds more than can be compared" });
    }
    return { blobs, skipped };
}

/**
 * Writes files of a commit to a folder, with git's plumbing.
 *
 * `git archive` would not do: it obeys `export-ignore` and `export-subst` of the commit's own `.gitattributes`, so a branch
 * could hide files from its review. Nothing is checked out, so no filter and no hook runs.
 *
 * @throws WindlassError when git cannot read a file
 */
export async function writeBlobs({ root, blobs, folder, signal }: WriteBlobsArgs): Promise<void> {
    const made = new Set<string>();
    const reader = new BlobReader(
        blobs.map(({ id }) => id),
        (index, content) => {
            const path = join(folder, blobs[index]?.path ?? "");
            if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
            made.add(dirname(path));
            writeFileSync(path, content, { flag: "wx" });
        },
    );
    const stdin = blobs.map(({ id }) => `${id}\n`).join("");
    const onData = (chunk: Buffer): void => reader.push(chunk);
    const { status, stderr } = await runGit({ root, args: ["cat-file", "--batch"], stdin, signal, onData });
    if (status !== 0 || !reader.isDone()) throw unreadable(stderr);
}

function reasonToSkip(mode: string, size: number, path: string): string | undefined {
    if (mode === "120000") return "is a link, which is not followed";
    if (mode === "160000") return "is a submodule, which is not read";
    if (!REGULAR.has(mode)) return "is no regular file";
    if (!isSafe(path)) return "has a name that is not safe to write";
    return size > MAX_YAML_SIZE ? "is too large" : undefined;
}

/** Git itself refuses such names on checkout, but a commit made by other means can hold them. */
function isSafe(path: string): boolean {
    if (path === "" || path.includes("\\") || path.includes("\ufffd")) return false;
    return path
        .split("/")
        .every((part) => part !== "" && part !== "." && part !== ".." && !/^\.git$/i.test(part));
}

function unreadable(stderr: string): WindlassError {
    return new WindlassError({
        key: "git",
        rule: `The commit cannot be read (${stderr.split("\n")[0]?.slice(0, 200) ?? ""})`,
        remedy: "Fetch it in full: git fetch --refetch",
    });
}
