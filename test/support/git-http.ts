import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import type { RecordedRequest, Reply, Responder } from "./http-server";

/** A tag of a repository that is made for a test. */
export interface MadeTag {
    readonly name: string;
    /** `2026-10-01T12:00:00Z` */
    readonly date: string;
    /** Whether it is a tag object of its own. @default false */
    readonly annotated?: boolean;
}

/** Makes a real Git repository with a commit a tag, that serves objects without their files as hosts do. */
export function makeRepository(folder: string, tags: readonly MadeTag[]): void {
    mkdirSync(folder, { recursive: true });
    const git = (date: string, ...args: string[]): string => {
        const who = {
            GIT_AUTHOR_NAME: "a",
            GIT_AUTHOR_EMAIL: "a@x.test",
            GIT_COMMITTER_NAME: "a",
            GIT_COMMITTER_EMAIL: "a@x.test",
        };
        const env = {
            ...process.env,
            ...who,
            GIT_AUTHOR_DATE: date,
            GIT_COMMITTER_DATE: date,
            GIT_CONFIG_GLOBAL: "/dev/null",
        };
        return execFileSync("git", ["-C", folder, ...args], { env, encoding: "utf8" }).trim();
    };
    git("", "init", "--quiet", "--bare");
    git("", "config", "uploadpack.allowFilter", "true");
    const tree = git("", "hash-object", "-t", "tree", "-w", "/dev/null");
    for (const { name, date, annotated } of tags) {
        const commit = git(annotated ? "2000-01-01T00:00:00Z" : date, "commit-tree", "-m", name, tree);
        git(date, "tag", ...(annotated ? ["-a", "-m", name] : []), name, commit);
    }
}

/** Serves a repository as a Git host does, through `git upload-pack` itself. Give it to both paths of the protocol. */
export function gitResponder(folder: string): { readonly refs: Responder; readonly pack: Responder } {
    const run = (request: RecordedRequest, args: readonly string[], type: string, before = ""): Reply => {
        const { stdout } = spawnSync("git", ["upload-pack", ...args, folder], {
            input: Buffer.from(request.body, "latin1"),
            env: { ...process.env, GIT_PROTOCOL: String(request.headers["git-protocol"] ?? "") },
        });
        return { headers: { "content-type": type }, body: Buffer.concat([Buffer.from(before), stdout]) };
    };
    return {
        refs: (request) =>
            run(
                request,
                ["--http-backend-info-refs"],
                "application/x-git-upload-pack-advertisement",
                "001e# service=git-upload-pack\n0000",
            ),
        pack: (request) => run(request, ["--stateless-rpc"], "application/x-git-upload-pack-result"),
    };
}
