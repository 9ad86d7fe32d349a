import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { WindlassError } from "../errors";
import { MAX_YAML_SIZE } from "../files/strict-yaml";
import { BlobReader } from "./blob-reader";
import { runGit } from "./git-source";

/** Most files of one version, and most bytes of all of them. */
const MAX_FILES = 1_000_000;
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** Regular files; links and submodules lead somewhere else. */
const REGULAR = new Set(["100644", "100755"]);

/** What to read, and where to put it. */
export interface ReadTreeArgs {
    /** The project's root, which may be a folder of its repository. */
    readonly root: string;
    /** Id of a commit, as resolveRevision gives it. */
    readonly commit: string;
    /** Files and folders below the root: `apps`. */
    readonly paths: readonly string[];
    /** Empty folder to write to. */
    readonly folder: string;
    readonly signal?: AbortSignal | undefined;
}

/** What was not written, and why. */
export interface SkippedFile {
    readonly path: string;
    readonly reason: string;
}

/**
 * Writes some folders of a commit to another folder, with git's plumbing: `ls-tree` and `cat-file`.
 *
 * `git archive` would not do: it obeys `export-ignore` and `export-subst` of the commit's own `.gitattributes`, so a branch
 * could hide files from its review. Nothing is checked out, so no filter and no hook runs.
 *
 * @returns what was left out: links, submodules, names that lead out of the folder, files that are too large
 * @throws WindlassError when git cannot read the commit
 */
export async function readTree(args: ReadTreeArgs): Promise<readonly SkippedFile[]> {
    const { root, folder, signal } = args;
    const { blobs, skipped } = await listBlobs(args);
    const reader = new BlobReader(
        blobs.map(({ id }) => id),
        (index, content) => {
            const path = join(folder, blobs[index]?.path ?? "");
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, content, { flag: "wx" });
        },
    );
    const stdin = blobs.map(({ id }) => `${id}\n`).join("");
    const onData = (chunk: Buffer): void => reader.push(chunk);
    const { status, stderr } = await runGit({ root, args: ["cat-file", "--batch"], stdin, signal, onData });
    if (status !== 0 || !reader.isDone()) throw unreadable(args.commit, stderr);
    return skipped;
}

interface Blob {
    readonly id: string;
    readonly path: string;
}

async function listBlobs({
    root,
    commit,
    paths,
    signal,
}: ReadTreeArgs): Promise<{ blobs: Blob[]; skipped: SkippedFile[] }> {
    const args = ["ls-tree", "-r", "-z", "-l", "--end-of-options", commit, "--", ...paths];
    const { stdout, stderr, status } = await runGit({ root, args, signal });
    if (status !== 0) throw unreadable(commit, stderr);
    const blobs: Blob[] = [];
    const skipped: SkippedFile[] = [];
    let bytes = 0;
    for (const entry of stdout.split("\0")) {
        if (entry === "") continue;
        const match = /^(\d{6}) \w+ ([0-9a-f]+) +(-|\d+)\t(.*)$/s.exec(entry);
        const [, mode = "", id = "", size = "", path = ""] = match ?? [];
        const reason = reasonToSkip(mode, Number(size), path);
        if (reason === undefined) {
            blobs.push({ id, path });
            bytes += Number(size);
        } else skipped.push({ path, reason });
    }
    if (blobs.length > MAX_FILES || bytes > MAX_BYTES) {
        throw new WindlassError({ value: commit, rule: "The commit holds more than can be compared" });
    }
    return { blobs, skipped };
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

function unreadable(commit: string, stderr: string): WindlassError {
    return new WindlassError({
        value: commit,
        rule: `Git cannot read this commit (${stderr.split("\n")[0]?.slice(0, 200) ?? ""})`,
        remedy: "Fetch it in full: git fetch --refetch",
    });
}
