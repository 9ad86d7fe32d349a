import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { httpCache } from "../../../adapters/http/http-cache-store";
import { HttpClient, type HttpClientArgs } from "../../../adapters/http/http-source";
import { NetworkError } from "../../../adapters/http/network-error";
import { type Reply, faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

describe("HttpClient", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const clients: HttpClient[] = [];
    const client = (args: HttpClientArgs = {}): HttpClient => {
        const made = new HttpClient({ env: {}, firstWait: 1, timeout: 2000, ...args });
        clients.push(made);
        return made;
    };
    afterEach(async () => {
        for (const each of clients.splice(0)) await each.close();
    });
    const fails = async (
        args: HttpClientArgs,
        rule: string,
        error = NetworkError as unknown as typeof Error,
    ) => {
        await assert.rejects(client(args).request(`${server.url}/a`), (thrown: NetworkError) => {
            assert.ok(thrown instanceof error);
            assert.equal(thrown.details.rule, rule);
            return true;
        });
    };

    it("says who asks and reads the answer", async () => {
        server.on("/a", { body: "text" });

        const answer = await client().request(`${server.url}/a`);

        assert.equal(answer.body.toString(), "text");
        assert.equal(server.requests[0]?.headers["user-agent"], "windlass");
    });

    for (const status of [401, 404, 405, 410]) {
        it(`leaves ${status} to the caller, after one request`, async () => {
            server.on("/a", { status, body: "no" });

            const answer = await client().request(`${server.url}/a`);

            assert.equal(answer.status, status);
            assert.equal(server.paths.length, 1);
        });
    }

    /** `[what happens first, the fault]`: two of them, then success. */
    const passing: readonly (readonly [string, Reply])[] = [
        ["500", { status: 500 }],
        ["502", { status: 502 }],
        ["503 with Retry-After", { status: 503, headers: { "retry-after": "0" } }],
        ["429", { status: 429 }],
        ["403 with Retry-After", { status: 403, headers: { "retry-after": "0" } }],
        [
            "403 with a reset in the past",
            {
                status: 403,
                headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1", "retry-after": "0" },
            },
        ],
        ["a connection that is reset", { reset: true }],
        ["a body that is cut off", { body: "x".repeat(100), cutAfter: 10 }],
        ["silence", { delay: 400, body: "late" }],
        ["a slow-loris", { body: "x".repeat(100), drip: 50 }],
    ];
    for (const [title, reply] of passing) {
        it(`tries again after ${title}`, async () => {
            server.on("/a", reply, reply, { body: "whole" });

            const answer = await client({ timeout: 150 }).request(`${server.url}/a`);

            assert.equal(answer.body.toString(), "whole");
            assert.equal(server.paths.length, 3);
        });
    }

    /** `[fault, rule, requests]` */
    const lasting: readonly (readonly [Reply, string, number])[] = [
        [{ status: 503 }, "answered 503, asked 4 times", 4],
        [{ status: 400 }, "answered 400", 1],
        [{ status: 403 }, "answered 403", 1],
        [{ status: 206, body: "part" }, "answered 206", 1],
        [
            { status: 429, headers: { "retry-after": "3600" } },
            "answered 429 and wants 3600 seconds of rest",
            1,
        ],
        [{ reset: true }, "cannot be reached (UND_ERR_SOCKET), asked 4 times", 4],
        [{ status: 304 }, "answered 304 to who has no earlier answer", 1],
    ];
    for (const [reply, rule, requests] of lasting) {
        it(`gives up when it ${rule}`, async () => {
            server.on("/a", reply);

            await fails({}, rule);

            assert.equal(server.paths.length, requests);
        });
    }

    for (const [method, status, requests] of [
        ["POST", 500, 1],
        ["PATCH", 503, 1],
        ["POST", 429, 3],
        ["HEAD", 500, 3],
    ] as const) {
        it(`asks ${requests} time(s) where ${status} answers ${method}`, async () => {
            server.on("/a", { status, headers: { "retry-after": "0" } });

            await assert.rejects(
                client({ attempts: 3 }).request(`${server.url}/a`, { method }),
                NetworkError,
            );

            assert.equal(server.paths.length, requests);
        });
    }

    it("sends nothing again after a connection that is lost", async () => {
        server.on("/a", { reset: true });

        await assert.rejects(client().request(`${server.url}/a`, { method: "POST" }), /asked once/);

        assert.equal(server.paths.length, 1);
    });

    for (const [status, requests] of [
        [201, 1],
        [302, 1],
        [422, 1],
        [500, 4],
    ] as const) {
        it(`gives ${status} with its body, where every status is an answer`, async () => {
            server.on("/a", { status, headers: { location: "/b" }, body: "why" });

            const answer = await client().request(`${server.url}/a`, {
                statuses: "any",
                redirects: "return",
            });

            assert.deepEqual([answer.status, answer.body.toString()], [status, "why"]);
            assert.equal(server.paths.length, requests);
        });
    }

    it("has no more patience than it is told, however large its budget", async () => {
        server.on("/a", { status: 429, headers: { "retry-after": "20" } });

        await fails({ patience: 10_000, budget: Infinity }, "answered 429 and wants 20 seconds of rest");
    });

    it("waits for a reset within its budget and says so", async () => {
        const said: string[] = [];
        server.on("/a", { status: 429, headers: { "retry-after": "3" } }, { body: "whole" });
        const started = Date.now();

        await client({ onWait: (sentence) => said.push(sentence) }).request(`${server.url}/a`);

        assert.ok(Date.now() - started >= 2900);
        assert.deepEqual(said, [`${new URL(server.url).host} answered 429: waiting 3 seconds`]);
    });

    it("ends within its budget whatever the server does", async () => {
        server.on("/a", { body: "x".repeat(10_000), drip: 20 });
        const started = Date.now();

        await assert.rejects(
            client({ budget: 500, timeout: 60_000 }).request(`${server.url}/a`),
            NetworkError,
        );

        assert.ok(Date.now() - started < 1500);
    });

    it("says when nobody listens", async () => {
        await assert.rejects(client().request("http://127.0.0.1:39999/a"), {
            message:
                '"http://127.0.0.1:39999/a": cannot be reached (ECONNREFUSED), asked 4 times. ' +
                "Check the connection and the proxy, or run it again later.",
            exitStatus: 3,
        });
    });

    it("stops at once when it is aborted, with the reason it was given", async () => {
        const abort = new AbortController();
        server.on("/a", { delay: 5000 });
        const asked = client({ signal: abort.signal }).request(`${server.url}/a`);
        setTimeout(() => abort.abort(new Error("enough")), 50);

        await assert.rejects(asked, { message: "enough" });
    });

    for (const [title, reply] of [
        ["announces", { body: "x".repeat(2000) }],
        ["only sends", { body: "x", flood: 50_000_000 }],
        ["compresses", { body: gzipSync(Buffer.alloc(50_000_000)), headers: { "content-encoding": "gzip" } }],
    ] as const) {
        it(`refuses what is too large, when the server ${title} it`, async () => {
            server.on("/a", reply);
            const started = process.memoryUsage().rss;

            await assert.rejects(client().request(`${server.url}/a`, { maxSize: 1000 }), {
                message: `"${server.url}/a": answered more than 1000 bytes. Check the address, or the mirror behind it.`,
            });

            assert.equal(server.paths.length, 1);
            assert.ok(process.memoryUsage().rss - started < 100_000_000);
        });
    }

    it("follows redirects, and takes credentials to no other host", async () => {
        server.on("/a", { status: 302, headers: { location: "/b" } });
        server.on("/b", {
            status: 307,
            headers: { location: server.url.replace("127.0.0.1", "localhost") + "/c" },
        });
        server.on("/c", { body: "there" });

        const answer = await client().request(`${server.url}/a`, { headers: { authorization: "Bearer t" } });

        assert.equal(answer.body.toString(), "there");
        assert.equal(answer.url.hostname, "localhost");
        assert.deepEqual(
            server.requests.map(({ path, headers }) => [path, headers.authorization]),
            [
                ["/a", "Bearer t"],
                ["/b", "Bearer t"],
                ["/c", undefined],
            ],
        );
    });

    /** `[location of the redirect, rule]` */
    const astray: readonly (readonly [string, string])[] = [
        ["/a", "redirects in a circle"],
        ["http://x.test/a", "redirects to http://x.test, which is not followed"],
        ["ftp://x.test/a", "redirects to ftp://x.test, which is not followed"],
        ["/hop/1", "redirects more than 5 times"],
    ];
    for (const [location, rule] of astray) {
        it(`does not follow a redirect to ${location}`, async () => {
            server.on("/a", { status: 302, headers: { location } });
            for (let hop = 1; hop < 20; hop++) {
                server.on(`/hop/${hop}`, { status: 302, headers: { location: `/hop/${hop + 1}` } });
            }

            await fails({}, rule, Error);
        });
    }

    it("asks with the ETag of the answer it kept, and uses that when it is still current", async () => {
        const cache = httpCache(join(folder, "etag"));
        server.on(
            "/a",
            { body: "one", headers: { etag: '"1"' } },
            { status: 304 },
            { body: "two", headers: { etag: '"2"' } },
        );
        const ask = async () => (await client({ cache }).request(`${server.url}/a`)).body.toString();

        const bodies = [await ask(), await ask(), await ask()];

        assert.deepEqual(bodies, ["one", "one", "two"]);
        assert.deepEqual(
            server.requests.map(({ headers }) => headers["if-none-match"]),
            [undefined, '"1"', '"1"'],
        );
    });

    it("asks through the proxy of its environment, but not where NO_PROXY says so", async () => {
        const env = { HTTP_PROXY: server.url, no_proxy: "127.0.0.1" };
        server.on("/direct", { body: "direct" });
        server.on("/far", { body: "by proxy" });

        const direct = await client({ env }).request(`${server.url}/direct`);
        const proxied = await client({ env }).request("http://127.0.0.2:39999/far");

        assert.deepEqual([direct.body.toString(), proxied.body.toString()], ["direct", "by proxy"]);
        assert.deepEqual(server.paths, ["/direct", "127.0.0.2:39999", "/far"]);
    });

    it("downloads the bytes as they are and gives their digest", async () => {
        const packed = gzipSync("data");
        server.on("/f", { body: packed.subarray(0), cutAfter: 5 }, { body: packed });

        const download = await client().download(`${server.url}/f`, join(folder, "f"), { maxSize: 1000 });

        assert.equal(download?.size, packed.length);
        assert.match(download?.sha256 ?? "", /^[0-9a-f]{64}$/);
        assert.deepEqual(readFileSync(join(folder, "f")), packed);
        assert.equal(server.requests[0]?.headers["accept-encoding"], "identity");
    });

    it("refuses a download without end", async () => {
        server.on("/f", { body: "x", flood: 50_000_000 });

        await assert.rejects(client().download(`${server.url}/f`, join(folder, "g"), { maxSize: 100_000 }), {
            name: "WindlassError",
        });
    });

    it("says that a download does not exist", async () => {
        assert.equal(
            await client().download(`${server.url}/f`, join(folder, "h"), { maxSize: 10 }),
            undefined,
        );
    });
});
