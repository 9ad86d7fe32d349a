import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withRemoteGit } from "../../../adapters/git/remote-source";
import { makeRepository, serveRepository } from "../../support/git-http";
import { faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

describe("withRemoteGit", () => {
    const server = faultServer();
    const root = temporaryFolder();
    const folder = join(root, "repository");
    before(() => makeRepository(folder, [{ name: "1.0.0", date: "2026-05-18T10:00:00Z" }]));
    beforeEach(() => serveRepository(server, "/a", folder));
    const url = () => new URL(`${server.url}/a`);
    const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("windlass-remote-"));
    const list = (env: NodeJS.ProcessEnv = process.env, repository = url()) =>
        withRemoteGit({ env, firstWait: 1 }, (git) =>
            git.ask({ repository, args: ["ls-remote", "--refs", "--end-of-options", repository.href] }),
        );

    it("leaves nothing behind, whatever happens", async () => {
        const before = leftovers();

        await list();
        await assert.rejects(list(process.env, new URL(`${server.url}/gone`)), { name: "WindlassError" });

        assert.deepEqual(leftovers(), before);
    });

    it("reads no configuration: neither the user's nor one the environment names", async () => {
        const home = join(root, "home");
        mkdirSync(home);
        const rewrite = `[url "http://127.0.0.1:1/"]\n insteadOf = ${server.url}/\n`;
        writeFileSync(join(home, ".gitconfig"), rewrite);
        const env = {
            ...process.env,
            HOME: home,
            GIT_CONFIG_GLOBAL: join(home, ".gitconfig"),
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: "url.http://127.0.0.1:1/.insteadOf",
            GIT_CONFIG_VALUE_0: `${server.url}/`,
        };

        assert.match(await list(env), /refs\/tags\/1\.0\.0/);
    });

    it("gives no password away that a .netrc holds", async () => {
        const home = join(root, "netrc");
        mkdirSync(home);
        writeFileSync(join(home, ".netrc"), "machine 127.0.0.1 login a password b\n");

        await list({ ...process.env, HOME: home });

        assert.ok(server.requests.every(({ headers }) => headers.authorization === undefined));
    });

    for (const address of [`file://${folder}`, "ext::sh -c true", "ssh://127.0.0.1/a"]) {
        it(`asks no ${address.split(":")[0]} address`, async () => {
            await assert.rejects(list(process.env, new URL(address)), /not allowed|is no/);
        });
    }

    it("is given up when more comes than was to be expected", async () => {
        const large = join(root, "large");
        makeRepository(large, [{ name: "1.0.0", date: "2026-05-18T10:00:00Z" }]);
        const git = (args: readonly string[], input: string | Buffer = "") =>
            execFileSync("git", ["-C", large, ...args], { input, encoding: "utf8" }).trim();
        const blob = git(["hash-object", "-w", "--stdin"], randomBytes(40_000_000));
        git(["update-ref", "refs/tags/blob", blob]);
        serveRepository(server, "/large", large);
        const repository = new URL(`${server.url}/large`);

        const asked = withRemoteGit({ maxSize: 100_000 }, (remote) =>
            remote.ask({
                repository,
                args: ["fetch", "--no-tags", "--end-of-options", repository.href, "refs/tags/blob"],
            }),
        );

        await assert.rejects(asked, {
            message: `"${repository.href}": sent more than 100000 bytes.`,
        });
    });

    it("says so where git is not installed", async () => {
        await assert.rejects(list({ PATH: join(root, "empty") }), {
            message: "git: is not installed. Install git 2.32 or newer, and have it on the PATH.",
        });
        assert.equal(existsSync(join(root, "empty")), false);
    });
});
