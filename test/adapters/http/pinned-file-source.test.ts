import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { WindlassError } from "../../../lifecycle/kit/errors";
import { HttpClient } from "../../../adapters/http/http-source";
import { NetworkError } from "../../../adapters/http/network-error";
import { obtainPinnedFile } from "../../../adapters/http/pinned-file-source";
import { type Reply, faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const BODY = "apiVersion: v1\n".repeat(1000);
const SHA256 = createHash("sha256").update(BODY).digest("hex");

describe("obtainPinnedFile", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    let cache: string;
    let client: HttpClient;
    let count = 0;
    beforeEach(() => {
        cache = join(folder, `cache-${count++}`);
        client = new HttpClient({ env: {}, attempts: 2, firstWait: 1, timeout: 300 });
    });
    afterEach(() => client.close());
    const obtain = (sha256 = SHA256, maxSize?: number) =>
        obtainPinnedFile({ address: new URL(`${server.url}/file`), sha256, maxSize, client, cache });
    const kept = (): string[] => {
        mkdirSync(join(cache, "files"), { recursive: true });
        return readdirSync(join(cache, "files"));
    };

    it("fetches the file once and keeps it under its digest", async () => {
        server.on("/file", { body: BODY });

        assert.equal((await obtain()).toString(), BODY);
        assert.deepEqual(kept(), [SHA256]);
        assert.equal((await obtain()).toString(), BODY);
        assert.deepEqual(server.paths, ["/file"]);
    });

    it("needs no network for what is kept", async () => {
        mkdirSync(join(cache, "files"), { recursive: true });
        writeFileSync(join(cache, "files", SHA256), BODY);
        const address = new URL("http://127.0.0.1:1/file");

        assert.equal((await obtainPinnedFile({ address, sha256: SHA256, client, cache })).toString(), BODY);
    });

    it("fetches anew what was altered in the cache", async () => {
        server.on("/file", { body: BODY });
        mkdirSync(join(cache, "files"), { recursive: true });
        writeFileSync(join(cache, "files", SHA256), `${BODY}#`);

        assert.equal((await obtain()).toString(), BODY);
        assert.equal(readFileSync(join(cache, "files", SHA256), "utf8"), BODY);
        assert.deepEqual(server.paths, ["/file"]);
    });

    it("refuses other bytes, keeps nothing and does not ask again", async () => {
        server.on("/file", { body: `${BODY}#` });
        const other = createHash("sha256").update(`${BODY}#`).digest("hex");

        await assert.rejects(obtain(), (error: WindlassError) => {
            assert.ok(!(error instanceof NetworkError));
            assert.equal(error.exitStatus, 5);
            assert.equal(
                error.message,
                `"${server.url}/file": has the digest sha256:${other}, but sha256:${SHA256} is pinned. ` +
                    "Nothing was kept. Find out why the file, or the mirror, changed.",
            );
            return true;
        });
        assert.deepEqual(kept(), []);
        assert.deepEqual(server.paths, ["/file"]);
    });

    /** `[what the network does, the answer, requests, what is said of it]` */
    const faults: readonly (readonly [string, Reply, number, string])[] = [
        ["404", { status: 404 }, 1, "does not exist"],
        ["500 each time", { status: 500 }, 2, "answered 500, asked 2 times"],
        ["403", { status: 403 }, 1, "answered 403"],
        ["nothing in time", { delay: 5000 }, 2, "did not answer in time, asked 2 times"],
        ["a byte now and then", { body: BODY, drip: 50 }, 2, "did not answer in time, asked 2 times"],
        [
            "half a file",
            { body: BODY, cutAfter: 500 },
            2,
            "cannot be reached (UND_ERR_SOCKET), asked 2 times",
        ],
        ["a hang-up", { reset: true }, 2, "cannot be reached (UND_ERR_SOCKET), asked 2 times"],
    ];
    for (const [what, reply, requests, rule] of faults) {
        it(`gives up on ${what}, and keeps nothing`, async () => {
            server.on("/file", reply);

            await assert.rejects(obtain(), (error: NetworkError) => {
                assert.ok(error instanceof NetworkError);
                assert.equal(error.details.rule, rule);
                return true;
            });
            assert.deepEqual(kept(), []);
            assert.equal(server.paths.length, requests);
        });
    }

    it("takes the whole file after half of it", async () => {
        server.on("/file", { body: BODY, cutAfter: 500 }, { body: BODY });

        assert.equal((await obtain()).toString(), BODY);
        assert.deepEqual(kept(), [SHA256]);
    });

    it("refuses more than it is told to take", async () => {
        server.on("/file", { body: BODY, flood: 256 * 1024 });

        await assert.rejects(obtain(SHA256, 20_000), {
            message: `"${server.url}/file": answered more than 20000 bytes. Check the address, or the mirror behind it.`,
        });
        assert.deepEqual(kept(), []);
    });

    it("is done by two at once without harm", async () => {
        server.on("/file", { body: BODY });

        const both = await Promise.all([obtain(), obtain()]);

        assert.deepEqual(both.map(String), [BODY, BODY]);
        assert.deepEqual(kept(), [SHA256]);
    });

    it("removes what a killed process left a day ago, and nothing younger", async () => {
        server.on("/file", { body: BODY });
        mkdirSync(join(cache, "files"), { recursive: true });
        const [old, young] = [`${SHA256}.1.aaaa.windlass-tmp`, `${SHA256}.2.bbbb.windlass-tmp`];
        for (const name of [old, young]) writeFileSync(join(cache, "files", name), "half");
        const dayAgo = Date.now() / 1000 - 25 * 3600;
        utimesSync(join(cache, "files", old), dayAgo, dayAgo);

        await obtain();

        assert.deepEqual(kept().sort(), [SHA256, young]);
    });
});
