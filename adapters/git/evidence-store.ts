import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { Evidence } from "../../lifecycle/evidence/evidence";
import { writeEvidence } from "../../lifecycle/evidence/evidence-text";
import { NetworkError } from "../http/network-error";
import { withTimeLimit } from "../http/time-limit";
import {
    EVIDENCE_BRANCH,
    type EvidenceBranch,
    LOCAL_EVIDENCE,
    REMOTE_EVIDENCE,
    readEvidenceBranch,
} from "./evidence-source";
import { type RunGitArgs, runGit } from "./git-source";

export interface RecordEvidenceArgs {
    /** The project's root. */
    readonly root: string;
    /** What is known of each stack after a look, from what was known before; the same again, and nothing is written. */
    readonly looks: ReadonlyMap<string, (before: Evidence | undefined) => Evidence>;
    /** Whether it is pushed to `origin`, whose branch is fetched first. @default false */
    readonly push?: boolean;
    readonly signal?: AbortSignal;
    /** Milliseconds for one conversation with the remote. @default 60000 */
    readonly timeout?: number;
}

/** What came of it. */
export interface RecordedEvidence {
    /** The commit it stands in. */
    readonly commit: string;
    readonly byStack: ReadonlyMap<string, Evidence>;
    /** What was damaged before, and was replaced where its stack was looked at: sentences without their full stop. */
    readonly faults: readonly string[];
}

/** How often it is begun anew where somebody else has recorded meanwhile: here, and on the remote. */
const LOCAL_ATTEMPTS = 8;
const PUSHES = 2;

/**
 * Keeps what was seen, as one commit on the branch of evidence. Neither work tree, index nor HEAD is touched. Who records at
 * the same time loses nothing: the branch only moves from where it was read, here and on the remote, and else it is begun
 * anew with what is there by then.
 *
 * @throws WindlassError where there is no repository or it cannot be written; NetworkError where the remote gives no answer,
 *   and what was seen is kept in this clone alone
 */
export async function recordEvidence(args: RecordEvidenceArgs): Promise<RecordedEvidence> {
    if (!args.push) return recordHere(args);
    for (let attempt = 1; ; attempt++) {
        const fault = await fetchBranch(args);
        const recorded = await recordHere(args);
        if (fault) throw fault;
        const refspec = `${recorded.commit}:${LOCAL_EVIDENCE}`;
        // Never by force: the remote takes it only where it goes on from what the remote has.
        const { status, stderr } = await remoteGit(args, [
            "push",
            "--quiet",
            "--no-verify",
            "origin",
            refspec,
        ]);
        if (status === 0) return recorded;
        const isBehind = /rejected|fetch first|non-fast-forward|cannot lock ref/.test(stderr);
        if (!isBehind || attempt >= PUSHES) throw remoteProblem(`cannot be pushed (${firstFault(stderr)})`);
    }
}

async function recordHere(args: RecordEvidenceArgs): Promise<RecordedEvidence> {
    for (let attempt = 1; ; attempt++) {
        const branch = await readEvidenceBranch(args.root, args.signal);
        const byStack = new Map(branch.byStack);
        for (const [stack, extend] of args.looks) byStack.set(stack, extend(byStack.get(stack)));
        const commit = await commitOf(args, branch, byStack);
        if (commit === branch.local || (await moveBranch(args, branch, commit)))
            return { commit, byStack, faults: branch.faults };
        if (attempt >= LOCAL_ATTEMPTS) {
            throw new WindlassError({
                key: EVIDENCE_BRANCH,
                rule: "moves faster than it can be written: many record at once",
                remedy: "Run the command again",
            });
        }
    }
}

/** The commit that has all of this: the one it would build on where that has it already. */
async function commitOf(
    args: RecordEvidenceArgs,
    { base, prefix }: EvidenceBranch,
    byStack: ReadonlyMap<string, Evidence>,
): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-evidence-"));
    try {
        const env = { GIT_INDEX_FILE: join(folder, "index") };
        if (base !== undefined) await write(args, { args: ["read-tree", base], env });
        let entries = "";
        for (const [stack, evidence] of byStack) {
            const stdin = writeEvidence(evidence);
            const blob = await write(args, { args: ["hash-object", "-w", "--stdin"], stdin });
            entries += `100644 ${blob}\t${prefix}${stack}.yaml\0`;
        }
        await write(args, { args: ["update-index", "-z", "--index-info"], stdin: entries, env });
        const tree = await write(args, { args: ["write-tree"], env });
        if (base !== undefined && tree === (await write(args, { args: ["rev-parse", `${base}^{tree}`] })))
            return base;
        const parent = base === undefined ? [] : ["-p", base];
        const title = `Seen: ${[...args.looks.keys()].sort().join(", ")}`.slice(0, 200);
        return await write(args, {
            args: ["commit-tree", tree, ...parent],
            stdin: `${title}\n`,
            env: await identity(args),
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** Moves the branch from where it was read; says whether it was still there. */
async function moveBranch(
    { root, signal }: RecordEvidenceArgs,
    { local }: EvidenceBranch,
    commit: string,
): Promise<boolean> {
    const from = local ?? "0".repeat(commit.length);
    const message = "windlass status --record";
    const args = ["update-ref", "-m", message, LOCAL_EVIDENCE, commit, from];
    const { status, stderr } = await runGit({ root, args, signal });
    if (status === 0) return true;
    if (/but expected|reference already exists|unable to resolve|File exists/.test(stderr)) return false;
    throw unwritable(stderr);
}

/** Whoever git says it is; a machine that has told git nothing is called after the program. */
async function identity({ root, signal }: RecordEvidenceArgs): Promise<Readonly<Record<string, string>>> {
    const { status } = await runGit({ root, args: ["var", "GIT_COMMITTER_IDENT"], signal });
    if (status === 0) return {};
    return Object.fromEntries(
        ["AUTHOR", "COMMITTER"].flatMap((role) => [
            [`GIT_${role}_NAME`, "windlass"],
            [`GIT_${role}_EMAIL`, "windlass@localhost"],
        ]),
    );
}

async function write(
    { root, signal }: RecordEvidenceArgs,
    call: Pick<RunGitArgs, "args" | "stdin" | "env">,
): Promise<string> {
    const { status, stdout, stderr } = await runGit({ root, signal, ...call });
    if (status === 0) return stdout.trim();
    throw unwritable(stderr);
}

function unwritable(stderr: string): WindlassError {
    return new WindlassError({
        key: EVIDENCE_BRANCH,
        rule: `What was seen cannot be kept: Git cannot write to the repository (${firstFault(stderr)})`,
        remedy: "Run the command in a clone that may be written to",
    });
}

/** @returns why the remote's could not be had: what was seen is kept here all the same */
async function fetchBranch(args: RecordEvidenceArgs): Promise<NetworkError | undefined> {
    const refspec = `+${LOCAL_EVIDENCE}:${REMOTE_EVIDENCE}`;
    const command = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "origin", refspec];
    try {
        const { status, stderr } = await remoteGit(args, command);
        // The first to record finds no branch; or another fetch has just brought it.
        if (status === 0 || /couldn't find remote ref|cannot lock ref/.test(stderr)) return undefined;
        return remoteProblem(`cannot be fetched (${firstFault(stderr)})`);
    } catch (error) {
        if (error instanceof NetworkError) return error;
        throw error;
    }
}

async function remoteGit(
    { root, signal, timeout = 60_000 }: RecordEvidenceArgs,
    args: readonly string[],
): ReturnType<typeof runGit> {
    try {
        return await withTimeLimit(timeout, signal ? [signal] : [], (stop) =>
            runGit({ root, args, signal: stop }),
        );
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof WindlassError) throw error;
        throw remoteProblem(`gave no answer in ${timeout / 1000} s`);
    }
}

function remoteProblem(rule: string): NetworkError {
    return new NetworkError({
        key: `origin ${EVIDENCE_BRANCH}`,
        rule,
        remedy: "What was seen is kept in this clone; see that Git can reach origin, and run the command again",
    });
}

/** What git complains of first, without what a server may have put into it. */
function firstFault(text: string): string {
    const lines = text
        .replace(/[^\n\x20-\x7e]/g, "?")
        .trim()
        .split("\n");
    const line = lines.find((each) => /^(?:fatal|error): | ! \[/.test(each)) ?? lines[0] ?? "";
    // An address may hold a password.
    return line.replace(/\/\/[^/\s@]*@/g, "//").slice(0, 200);
}
