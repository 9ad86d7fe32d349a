import { WindlassError } from "../../lifecycle/kit/errors";
import type { Evidence } from "../../lifecycle/evidence/evidence";
import { MAX_EVIDENCE_SIZE, parseEvidence } from "../../lifecycle/evidence/parse-evidence";
import { readBlobs } from "./blob-texts";
import { runGit } from "./git-source";
import { refuseForeignFolder } from "./revision-source";

/**
 * The branch evidence is kept on. Not below `windlass/`, where branches of updates are: with one of these called
 * `windlass/evidence/…` Git could not have both.
 */
export const EVIDENCE_BRANCH = "windlass-evidence";
/** Where it stands in this clone, and where the remote's was when it was last fetched. */
export const LOCAL_EVIDENCE = `refs/heads/${EVIDENCE_BRANCH}`;
export const REMOTE_EVIDENCE = `refs/remotes/origin/${EVIDENCE_BRANCH}`;

/** What was seen of the stacks of a project. */
export interface StoredEvidence {
    readonly byStack: ReadonlyMap<string, Evidence>;
    /** What could not be read, and why: sentences without their full stop. It counts as not seen. */
    readonly faults: readonly string[];
}

/** {@link StoredEvidence}, and the commits it is of. */
export interface EvidenceBranch extends StoredEvidence {
    /** Commit of this clone's branch; undefined where it has none. */
    readonly local?: string;
    /** The commit what is recorded next builds on: nothing of the remote's is ever left out. */
    readonly base?: string;
    /** Folder of the project in its repository, which ends in a slash; empty at the root. */
    readonly prefix: string;
}

/** The evidence of a project, as far as this clone knows it: nothing is fetched. Without a repository there is none. */
export async function readEvidence(root: string, signal?: AbortSignal): Promise<StoredEvidence> {
    try {
        return await readEvidenceBranch(root, signal);
    } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof WindlassError)) throw error;
        return { byStack: new Map(), faults: [error.sentence] };
    }
}

/**
 * Like {@link readEvidence}, with its place in the repository. The branch of the remote counts where it has what this
 * clone's has, and the other way round. Where each has what the other has not, each stack's later look counts.
 *
 * @throws WindlassError where there is no repository
 */
export async function readEvidenceBranch(root: string, signal?: AbortSignal): Promise<EvidenceBranch> {
    const git = async (...args: readonly string[]): Promise<string | undefined> => {
        const { status, stdout } = await runGit({ root, args, signal });
        return status === 0 ? stdout.trim() : undefined;
    };
    const prefix = await prefixOf(root, signal);
    const commitOf = (ref: string) => git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
    const [local, remote] = [await commitOf(LOCAL_EVIDENCE), await commitOf(REMOTE_EVIDENCE)];
    const isIn = async (a: string, b: string): Promise<boolean> =>
        a === b || (await git("merge-base", "--is-ancestor", a, b)) !== undefined;
    const place = { local, prefix };
    const read = (commit: string): Promise<StoredEvidence> => readCommit({ root, prefix, commit, signal });
    const base = remote ?? local;
    if (local === undefined || remote === undefined || (await isIn(local, remote)))
        return base === undefined
            ? { ...place, byStack: new Map(), faults: [] }
            : { ...place, base, ...(await read(base)) };
    if (await isIn(remote, local)) return { ...place, base: local, ...(await read(local)) };
    const [ours, theirs] = [await read(local), await read(remote)];
    const byStack = new Map(theirs.byStack);
    for (const [stack, evidence] of ours.byStack)
        if (evidence.seen > (byStack.get(stack)?.seen ?? "")) byStack.set(stack, evidence);
    return { ...place, base: remote, byStack, faults: [...new Set([...theirs.faults, ...ours.faults])] };
}

export async function prefixOf(root: string, signal: AbortSignal | undefined): Promise<string> {
    const { status, stdout, stderr } = await runGit({ root, args: ["rev-parse", "--show-prefix"], signal });
    if (status === 0) return stdout.trim();
    refuseForeignFolder(stderr, EVIDENCE_BRANCH);
    throw new WindlassError({
        key: EVIDENCE_BRANCH,
        rule: "The project is in no Git repository, and evidence is kept on a branch of it",
        remedy: "Run the command in a clone of it",
    });
}

interface ReadCommitArgs {
    readonly root: string;
    readonly prefix: string;
    readonly commit: string;
    readonly signal?: AbortSignal;
}

async function readCommit({ commit, ...args }: ReadCommitArgs): Promise<StoredEvidence> {
    const [stored] = await readEvidenceCommits({ ...args, commits: [commit] });
    return stored ?? { byStack: new Map(), faults: [] };
}

export interface ReadEvidenceCommitsArgs extends Omit<ReadCommitArgs, "commit"> {
    readonly commits: readonly string[];
}

/** The evidence that stands in each of these commits; a document that stands in several is read once. */
export async function readEvidenceCommits({
    commits,
    ...args
}: ReadEvidenceCommitsArgs): Promise<readonly StoredEvidence[]> {
    const trees = await Promise.all(commits.map((commit) => listDocuments({ ...args, commit })));
    const ids = [...new Set(trees.flat().map(({ blob }) => blob))];
    const texts = await readBlobs({ ...args, ids, maxSize: MAX_EVIDENCE_SIZE });
    const parsed = new Map<string, Evidence | string>();
    const read = ({ blob, stack }: StoredDocument): Evidence | string => {
        const file = `${EVIDENCE_BRANCH}:${args.prefix}${stack}.yaml`;
        const found = parsed.get(`${stack} ${blob}`) ?? readDocument(texts.get(blob), file);
        parsed.set(`${stack} ${blob}`, found);
        return found;
    };
    return trees.map((files) => {
        const [byStack, faults] = [new Map<string, Evidence>(), [] as string[]];
        for (const file of files) {
            const found = read(file);
            if (typeof found === "string") faults.push(found);
            else byStack.set(file.stack, found);
        }
        return { byStack, faults };
    });
}

interface StoredDocument {
    readonly blob: string;
    readonly stack: string;
}

async function listDocuments({
    root,
    prefix,
    commit,
    signal,
}: ReadCommitArgs): Promise<readonly StoredDocument[]> {
    // The project's folder of that branch may not be there, so git is not asked relative to it.
    const args = ["ls-tree", "-z", "--full-tree", commit, ...(prefix === "" ? [] : ["--", prefix])];
    const { stdout } = await runGit({ root, args, signal });
    return stdout.split("\0").flatMap((line) => {
        const [, blob, path] = /^100644 blob ([0-9a-f]+)\t(.*)$/.exec(line) ?? [];
        const [, stack] = /^([a-z0-9][-a-z0-9]{0,62})\.yaml$/.exec(path?.slice(prefix.length) ?? "") ?? [];
        return blob !== undefined && stack !== undefined ? [{ blob, stack }] : [];
    });
}

/** A document, or what is wrong with it, as a sentence. */
function readDocument(text: string | undefined, file: string): Evidence | string {
    if (text === undefined) return `${file}: is too large, no text, or not in this clone`;
    try {
        return parseEvidence(text, file);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return error.sentence;
    }
}
