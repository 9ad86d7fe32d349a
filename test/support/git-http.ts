import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, basename } from "node:path";
import type { FaultServer, RecordedRequest, Reply, Responder } from "./http-server";

/** A tag of a repository that is made for a test. */
export interface MadeTag {
    readonly name: string;
    /** `2026-10-01T12:00:00Z` */
    readonly date: string;
    /** Whether it is a tag object of its own. @default false */
    readonly annotated?: boolean;
}

/**
 * Makes a real, bare Git repository with a commit a tag, that serves objects without their files as hosts do.
 *
 * @param old Names of further tags, all of one commit.
 */
export function makeRepository(folder: string, tags: readonly MadeTag[], old: readonly string[] = []): void {
    mkdirSync(folder, { recursive: true });
    const git = (date: string, args: readonly string[], input = ""): string => {
        const env = {
            ...process.env,
            GIT_AUTHOR_NAME: "a",
            GIT_AUTHOR_EMAIL: "a@x.test",
            GIT_COMMITTER_NAME: "a",
            GIT_COMMITTER_EMAIL: "a@x.test",
            GIT_AUTHOR_DATE: date,
            GIT_COMMITTER_DATE: date,
            GIT_CONFIG_GLOBAL: "/dev/null",
        };
        return execFileSync("git", ["-C", folder, ...args], { env, encoding: "utf8", input }).trim();
    };
    git("", ["init", "--quiet", "--bare", "--template="]);
    git("", ["config", "uploadpack.allowFilter", "true"]);
    const tree = git("", ["hash-object", "-t", "tree", "-w", "--stdin"]);
    for (const { name, date, annotated } of tags) {
        const commit = git(annotated ? "2000-01-01T00:00:00Z" : date, ["commit-tree", "-m", name, tree]);
        git(date, ["tag", ...(annotated ? ["-a", "-m", name] : []), name, commit]);
    }
    if (old.length === 0) return;
    const commit = git("2001-01-01T00:00:00Z", ["commit-tree", "-m", "old", tree]);
    git("", ["update-ref", "--stdin"], old.map((name) => `create refs/tags/${name} ${commit}\n`).join(""));
}

/** Serves a repository below a path of the server, by `git http-backend` itself. */
export function serveRepository(server: FaultServer, path: string, folder: string): void {
    const backend = gitBackend(folder);
    server.on(`${path}/info/refs`, backend);
    server.on(`${path}/git-upload-pack`, backend);
}

/** Answers both paths of Git's protocol with `git http-backend`, a CGI program. */
export function gitBackend(folder: string): Responder {
    return async ({ method, path, headers, body }: RecordedRequest): Promise<Reply> => {
        const [name = "", query = ""] = path.split("?");
        const service = /\/(?:info\/refs|git-upload-pack)$/.exec(name)?.[0] ?? "";
        const answer = await runCgi(body, {
            GIT_PROJECT_ROOT: dirname(folder),
            GIT_HTTP_EXPORT_ALL: "1",
            GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
            PATH_INFO: `/${basename(folder)}${service}`,
            QUERY_STRING: query,
            REQUEST_METHOD: method,
            CONTENT_TYPE: String(headers["content-type"] ?? ""),
            HTTP_CONTENT_ENCODING: String(headers["content-encoding"] ?? ""),
            REMOTE_ADDR: "127.0.0.1",
        });
        const end = answer.indexOf("\r\n\r\n");
        const fields = answer
            .toString("latin1", 0, end)
            .split("\r\n")
            .map((line) => /^([^:]+): (.*)$/.exec(line)?.slice(1) ?? []);
        const { Status: status = "200", ...rest } = Object.fromEntries(fields) as Record<string, string>;
        return { status: Number.parseInt(status, 10), headers: rest, body: answer.subarray(end + 4) };
    };
}

function runCgi(body: string, env: Readonly<Record<string, string>>): Promise<Buffer> {
    const child = spawn("git", ["http-backend"], {
        env: { ...process.env, ...env },
        stdio: ["pipe", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    // It may end without reading what it was given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(Buffer.from(body, "latin1"));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", () => resolve(Buffer.concat(chunks)));
    });
}
