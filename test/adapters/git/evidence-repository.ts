import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { EVIDENCE_BRANCH } from "../../../adapters/git/evidence-source";
import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { git } from "../../diff/repository";
import { evidence } from "../../lifecycle/evidence/example-evidence";

/** A repository with one commit in a fresh folder below another. */
export function freshRepository(folder: string): string {
    const root = mkdtempSync(join(folder, "clone-"));
    git(root, "init", "--quiet", "--initial-branch=main");
    git(root, "commit", "--quiet", "--allow-empty", "--message=base");
    return root;
}

/** A bare repository and two clones of it. */
export function freshRemote(folder: string): {
    readonly remote: string;
    readonly clones: readonly [string, string];
} {
    const remote = join(freshRepository(folder), "origin.git");
    mkdirSync(remote);
    git(remote, "init", "--quiet", "--bare", "--initial-branch=main");
    const clone = (): string => {
        const root = freshRepository(folder);
        git(root, "remote", "add", "origin", remote);
        return root;
    };
    return { remote, clones: [clone(), clone()] };
}

/** A look at a stack that sees these many seconds later what it saw before, and nothing if somebody saw it later still. */
export function look(stack: string, seconds: number): ReadonlyMap<string, (before?: Evidence) => Evidence> {
    const seen = new Date(Date.parse(evidence.seen) + seconds * 1000).toISOString().replace(".000", "");
    return new Map([
        [stack, (before) => (before && before.seen > seen ? before : { ...evidence, stack, seen })],
    ]);
}

/** Puts a text onto the branch of evidence by hand, in place of all there is. */
export function putEvidence(root: string, file: string, text: string): void {
    const path = join(root, ".git", "text");
    writeFileSync(path, text);
    const blob = git(root, "hash-object", "-w", path);
    const tree = execFileSync("git", ["-C", root, "mktree"], {
        input: `100644 blob ${blob}\t${file}\n`,
        encoding: "utf8",
    }).trim();
    const commit = git(root, "commit-tree", "-m", "by hand", tree);
    git(root, "update-ref", `refs/heads/${EVIDENCE_BRANCH}`, commit);
}
