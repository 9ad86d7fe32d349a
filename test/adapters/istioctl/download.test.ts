import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
    appendFileSync,
    chmodSync,
    existsSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    renameSync,
    rmSync,
    statSync,
    symlinkSync,
    truncateSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { HttpClient } from "../../../adapters/http/http-source";
import { downloadIstioctl, fetchChecksum } from "../../../adapters/istioctl/download";
import { flip, relink } from "../../support/damage";
import { sha256, tarGz } from "../../support/archives";
import { type Reply, faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const ASSET = "istioctl-1.31.1-linux-amd64.tar.gz";
const PATH = `/r/1.31.1/${ASSET}`;
const BINARY = Buffer.concat([Buffer.from("#!/bin/sh\necho 1.31.1\n#"), randomBytes(400_000)]);
const ARCHIVE = tarGz({ name: "istioctl", body: BINARY });
const DIGEST = `sha256:${sha256(ARCHIVE)}`;

describe("downloadIstioctl", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    let cache = "";
    let client: HttpClient;
    let notes: string[];
    let round = 0;
    beforeEach(() => {
        cache = join(folder, `cache-${round++}`);
        client = new HttpClient({ env: {}, firstWait: 1, timeout: 2000 });
        notes = [];
        server.on(PATH, { body: ARCHIVE });
        server.on(`${PATH}.sha256`, { body: `${sha256(ARCHIVE)} ${ASSET}\n` });
    });
    afterEach(() => client.close());
    const download = (digest: string | undefined = DIGEST) =>
        downloadIstioctl({
            version: "1.31.1",
            platform: "linux-amd64",
            digest,
            releases: new URL(`${server.url}/r`),
            client,
            cache,
            onNote: (sentence) => notes.push(sentence),
        });
    const leftovers = (): string[] =>
        existsSync(join(cache, "istioctl"))
            ? readdirSync(join(cache, "istioctl"), { recursive: true }).map(String)
            : [];

    it("installs what the lock pins, without asking the server for a checksum", async () => {
        const { path, digest, firstSight } = await download();

        assert.deepEqual(readFileSync(path), BINARY);
        assert.deepEqual([digest, firstSight], [DIGEST, false]);
        assert.equal(statSync(path).mode & 0o7777, 0o755);
        assert.equal(path, join(cache, "istioctl", "1.31.1", "linux-amd64", sha256(ARCHIVE), "istioctl"));
        assert.deepEqual(server.paths, [PATH]);
    });

    it("asks nobody when it is cached", async () => {
        const first = await download();
        const second = await download();

        assert.deepEqual(second, first);
        assert.deepEqual(server.paths, [PATH]);
        assert.deepEqual(notes, []);
    });

    it("trusts the server's checksum only where nothing is pinned, and returns the digest to be recorded", async () => {
        // A parameter's default would stand in for undefined.
        const { digest, firstSight } = await downloadIstioctl({
            version: "1.31.1",
            platform: "linux-amd64",
            releases: new URL(`${server.url}/r`),
            client,
            cache,
        });

        assert.deepEqual([digest, firstSight], [DIGEST, true]);
        assert.deepEqual(server.paths, [`${PATH}.sha256`, PATH]);
    });

    const other = tarGz({ name: "istioctl", body: "other bytes" });
    /** `[what the server has, its reply, start of the message]` */
    const wrong: readonly (readonly [string, Reply, string])[] = [
        [
            "a release that was made anew",
            { body: other },
            `${ASSET}: has the digest sha256:${sha256(other)}, but the lock pins ${DIGEST}. Nothing was installed.`,
        ],
        [
            "an archive cut off at its end",
            { body: ARCHIVE.subarray(0, 1000) },
            `${ASSET}: has the digest sha256:`,
        ],
        ["an error page", { body: "<html>" }, `${ASSET}: has the digest sha256:${sha256("<html>")}`],
        ["no such file", { status: 404 }, '"http://127.0.0.1:'],
    ];
    for (const [title, reply, start] of wrong) {
        it(`refuses ${title}, and leaves the cache as it was`, async () => {
            server.on(PATH, reply);

            await assert.rejects(
                download(),
                (error: Error) => error.name === "WindlassError" && error.message.startsWith(start),
            );

            assert.deepEqual(leftovers(), []);
        });
    }

    it("refuses a server that vouches for its own other bytes", async () => {
        server.on(PATH, { body: other });
        server.on(`${PATH}.sha256`, { body: `${sha256(other)} ${ASSET}\n` });

        await assert.rejects(download(), { exitStatus: 5 });

        assert.deepEqual(leftovers(), []);
    });

    it("tries again when the connection breaks in the middle", async () => {
        server.on(PATH, { body: ARCHIVE, cutAfter: 1000 }, { body: ARCHIVE });

        const { path } = await download();

        assert.deepEqual(readFileSync(path), BINARY);
        assert.equal(server.paths.length, 2);
    });

    it("refuses an archive that holds anything else, though its digest is right", async () => {
        const hostile = tarGz({ name: "../istioctl", body: "x" });
        server.on(PATH, { body: hostile });

        await assert.rejects(download(`sha256:${sha256(hostile)}`), {
            message: `${ASSET}: holds "../istioctl", and must hold istioctl alone. Do not use it; check where it came from.`,
        });

        assert.deepEqual(leftovers(), []);
    });

    /** `[what happens to the cache, how, reason]` */
    const damages: readonly (readonly [string, (binary: string) => void, string])[] = [
        ["one byte is changed", (binary) => flip(binary), "it was altered"],
        ["a byte is added", (binary) => appendFileSync(binary, "x"), "it was altered"],
        ["its end is gone", (binary) => truncateSync(binary, 1000), "it was altered"],
        ["its mode is changed", (binary) => chmodSync(binary, 0o4755), "its mode was changed"],
        ["it cannot be run", (binary) => chmodSync(binary, 0o644), "its mode was changed"],
        ["it is replaced by a link", (binary) => relink(binary), "it is not a regular file"],
        ["it is gone", (binary) => rmSync(binary), "a part of it is missing"],
        ["its archive is gone", (binary) => rmSync(join(dirname(binary), ASSET)), "a part of it is missing"],
        ["its archive is changed", (binary) => flip(join(dirname(binary), ASSET)), "its archive was altered"],
        [
            "both are replaced by a pair that fits",
            (binary) => {
                writeFileSync(binary, "other bytes");
                writeFileSync(join(dirname(binary), ASSET), other);
            },
            "its archive was altered",
        ],
        [
            "a file is laid beside it",
            (binary) => writeFileSync(join(dirname(binary), "x.dll"), ""),
            "a foreign file lies beside it",
        ],
        [
            "its folder is a link",
            (binary) => {
                const slot = dirname(binary);
                renameSync(slot, `${slot}-moved`);
                symlinkSync(`${slot}-moved`, slot);
            },
            "its folder is no folder",
        ],
    ];
    for (const [title, damage, reason] of damages) {
        it(`fetches it again when ${title}`, async () => {
            damage((await download()).path);

            const { path } = await download();

            assert.deepEqual(readFileSync(path), BINARY);
            assert.equal(statSync(path).mode & 0o7777, 0o755);
            assert.deepEqual(server.paths, [PATH, PATH]);
            assert.deepEqual(notes, [
                `The cached istioctl 1.31.1 is not used, because ${reason}; it is fetched again.`,
            ]);
        });
    }

    it("does not run a damaged one when it cannot be fetched again", async () => {
        flip((await download()).path);
        server.on(PATH, { status: 404 });

        await assert.rejects(download(), { name: "WindlassError", exitStatus: 3 });
    });

    it("keeps what another lock pins apart", async () => {
        const first = await download();
        server.on(PATH, { body: other });
        const second = await download(`sha256:${sha256(other)}`);

        assert.deepEqual(readFileSync(first.path), BINARY);
        assert.equal(readFileSync(second.path, "utf8"), "other bytes");
    });

    for (const version of ["../../x", "1.31.1\n", "v1.31.1", "1.31", "$(id)", "1.3.0"]) {
        it(`refuses ${JSON.stringify(version)} as a version before it reaches a path`, async () => {
            const args = { platform: "linux-amd64", releases: new URL(server.url), client, cache } as const;

            await assert.rejects(downloadIstioctl({ ...args, version, digest: DIGEST }), {
                name: "WindlassError",
            });
            await assert.rejects(fetchChecksum({ ...args, version }), { name: "WindlassError" });

            assert.deepEqual(server.paths, []);
            assert.deepEqual(leftovers(), []);
        });
    }

    it("goes on after it was killed between download and rename", async () => {
        await new Promise<void>((resolve) => {
            const child = startChild(server.url, cache, "1");
            child.stdout.once("data", () => child.kill("SIGKILL"));
            child.once("close", () => resolve());
        });
        const [abandoned = ""] = readdirSync(join(cache, "istioctl"));
        assert.match(abandoned, /^\.tmp-/);

        const { path } = await download();

        assert.deepEqual(readFileSync(path), BINARY);
        assert.ok(
            existsSync(join(cache, "istioctl", abandoned)),
            "it may belong to a process that is still at work",
        );
    });

    it("clears away what a killed process left a day ago", async () => {
        const abandoned = join(cache, "istioctl", ".tmp-1-abc");
        mkdirSync(abandoned, { recursive: true });
        const old = Date.now() / 1000 - 25 * 3600;
        utimesSync(abandoned, old, old);

        await download();

        assert.ok(!existsSync(abandoned));
    });

    it("lets several processes install it at once", async () => {
        const runs = Array.from({ length: 3 }, () => {
            const child = startChild(server.url, cache);
            let text = "";
            child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
            return new Promise<string>((resolve) => child.once("close", () => resolve(text.trim())));
        });

        const paths = new Set(await Promise.all(runs));

        assert.deepEqual(
            [...paths],
            [join(cache, "istioctl", "1.31.1", "linux-amd64", sha256(ARCHIVE), "istioctl")],
        );
        assert.deepEqual(readFileSync([...paths][0] ?? ""), BINARY);
        assert.deepEqual(readdirSync(join(cache, "istioctl")), ["1.31.1"]);
    });
});

function startChild(url: string, cache: string, freeze?: string) {
    const script = join(__dirname, "../../support/download-istioctl.ts");
    const env = {
        ...process.env,
        RELEASES: `${url}/r`,
        CACHE: cache,
        DIGEST,
        ...(freeze ? { FREEZE: freeze } : {}),
    };
    return spawn(process.execPath, ["--import", "tsx", script], {
        env,
        stdio: ["ignore", "pipe", "inherit"],
    });
}
