import { WindlassError } from "../../lifecycle/kit/errors";
import { readBlobs } from "./blob-texts";
import { runGit } from "./git-source";

/** Which files' history to read. */
export interface FileHistoryArgs {
    /** The project's root, which may be a folder of its repository. */
    readonly root: string;
    /** Glob below the root: `stacks/*.lock.yaml`. */
    readonly glob: string;
    /** Largest file whose text is read, in bytes; of a larger one only that it changed is known. */
    readonly maxSize: number;
    /** Commit to go back from. @default HEAD */
    readonly commit?: string;
    /**
     * "first": a branch that was merged counts with what it came to, when it was merged. "all": its own commits count too.
     * @default "first"
     */
    readonly parents?: "first" | "all";
    /** Newest commits that are looked at, of those that change one of the files. @default 10000 */
    readonly most?: number;
    readonly signal?: AbortSignal;
}

/** What a commit made of a file. */
export interface FileEvent {
    /** Relative to the project's root. */
    readonly path: string;
    /** Its path before, where it was renamed. */
    readonly from?: string;
    /** Undefined where the commit deleted the file. */
    readonly blob?: string;
}

/** A commit that changed files. */
export interface CommitEvents {
    readonly commit: string;
    /** When it was committed, in milliseconds. */
    readonly time: number;
    readonly files: readonly FileEvent[];
}

/** The history of some files. */
export interface FileHistory {
    /** Oldest first. */
    readonly commits: readonly CommitEvents[];
    /** Text by blob; what is too large, no UTF-8 or not in this clone is absent. */
    readonly texts: ReadonlyMap<string, string>;
    /** Why some of the history is not known, as a sentence without its full stop. */
    readonly gap?: string;
}

const MOST = 10_000;
/** The last second of the year 9999: a forged commit may name a later one. */
const LAST_SECOND = 253_402_300_799;
const NOTHING: FileHistory = { commits: [], texts: new Map() };

/**
 * How some files came to be as they are in a commit: two questions to git, however many files and commits.
 *
 * Nothing is fetched. What cannot be known (no repository, a shallow or a partial clone, more commits than are looked at) is a gap,
 * never an error: whoever asks must say so.
 */
export async function readFileHistory(args: FileHistoryArgs): Promise<FileHistory> {
    const { most = MOST } = args;
    try {
        const shallow = await isShallow(args);
        if (typeof shallow === "string") return { ...NOTHING, gap: shallow };
        const commits = await listEvents(args, most);
        const texts = await readBlobs({ ...args, ids: [...blobsOf(commits)] });
        const gap = gapOf({ shallow, long: commits.length >= most && most, texts, commits });
        return { commits: commits.slice(0, most).reverse(), texts, gap };
    } catch (error) {
        args.signal?.throwIfAborted();
        if (!(error instanceof WindlassError)) throw error;
        return { ...NOTHING, gap: error.sentence };
    }
}

async function isShallow({ root, signal }: FileHistoryArgs): Promise<boolean | string> {
    const { stdout, stderr, status } = await runGit({
        root,
        args: ["rev-parse", "--is-shallow-repository"],
        signal,
    });
    if (status === 0) return stdout.trim() === "true";
    if (/not a git repository/.test(stderr)) return "the project is in no Git repository";
    if (/dubious ownership/.test(stderr)) {
        return "Git refuses the repository, as somebody else owns its folder (safe.directory in git-config(1))";
    }
    return `Git cannot read the repository (${firstLine(stderr)})`;
}

async function listEvents(
    { root, glob, commit = "HEAD", parents = "first", signal }: FileHistoryArgs,
    most: number,
): Promise<readonly CommitEvents[]> {
    const format = ["--raw", "-z", "--no-abbrev", "-M90%", "-l400", "--relative", "--format=%x01%H %ct"];
    // What a person's configuration might add to the output.
    const plain = ["--no-color", "--no-show-signature", "--no-ext-diff", "--no-notes", "--no-decorate"];
    const walk = [...(parents === "first" ? ["--first-parent"] : []), "-m", `--max-count=${most}`];
    const args = ["log", ...format, ...plain, ...walk, "--end-of-options", commit, "--", `:(glob)${glob}`];
    const { stdout, stderr, status } = await runGit({ root, args, signal });
    if (status === 0) return stdout.split("\x01").slice(1).map(readCommit);
    // A repository without a commit has no history.
    if (/ambiguous argument 'HEAD'|does not have any commits|bad revision 'HEAD'/.test(stderr)) return [];
    throw new WindlassError({ key: "git", rule: `cannot read the history (${firstLine(stderr)})` });
}

/** `<id> <seconds>`, and for each file `:<mode> <mode> <blob> <blob> <status>`, its path and, renamed, its new path. */
function readCommit(text: string): CommitEvents {
    const [head = "", ...fields] = text.split("\0");
    const [commit = "", seconds = ""] = head.trim().split(" ");
    const files: FileEvent[] = [];
    for (let at = 0; at < fields.length;) {
        const match = /:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at++] ?? "");
        if (!match) continue;
        const [, mode = "", blob = "", letter = ""] = match;
        const path = fields[at++] ?? "";
        // A link in a file's place is no file, and what it leads to is not looked at.
        const now = letter === "D" || !mode.startsWith("100") ? undefined : blob;
        if (letter === "R" || letter === "C") {
            const renamed = fields[at++] ?? "";
            files.push({ path: renamed, from: letter === "R" ? path : undefined, blob: now });
        } else files.push({ path, blob: now });
    }
    return { commit, time: Math.min(Math.max(0, Number(seconds) || 0), LAST_SECOND) * 1000, files };
}

function blobsOf(commits: readonly CommitEvents[]): ReadonlySet<string> {
    return new Set(commits.flatMap(({ files }) => files.flatMap(({ blob }) => blob ?? [])));
}

interface GapArgs extends Pick<FileHistory, "commits" | "texts"> {
    readonly shallow: boolean;
    readonly long: number | false;
}

function gapOf({ shallow, long, commits, texts }: GapArgs): string | undefined {
    if (shallow) return "the clone is shallow, and its older commits are not here: git fetch --unshallow";
    if (long !== false) return `only the newest ${long} commits were looked at`;
    const lost = [...blobsOf(commits)].filter((blob) => !texts.has(blob)).length;
    if (lost > 0) return `${lost} older version${lost === 1 ? "" : "s"} of the files cannot be read`;
    return undefined;
}

function firstLine(text: string): string {
    return (text.split("\n")[0] ?? "").slice(0, 200);
}
