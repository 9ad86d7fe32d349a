import assert from "node:assert/strict";
import { GitHubApi } from "../../../../adapters/forge/github/api-source";
import { type Reply, faultServer } from "../../../support/http-server";

const PATH = "/api/repos/example/mesh/pulls";
const TOO_OFTEN: Reply = { status: 403, headers: { "retry-after": "0" }, body: "{}" };

/** `[answers, method, what is said, requests]` */
const faults: readonly (readonly [Reply[], "GET" | "POST", RegExp, number])[] = [
    [
        [{ status: 401, body: '{"message":"Bad credentials"}' }],
        "GET",
        /"Bad credentials": GitHub refuses the token/,
        1,
    ],
    [
        [{ status: 403, body: '{"message":"not\\naccessible"}' }],
        "POST",
        /"not\\naccessible": GitHub answered 403/,
        1,
    ],
    [[{ status: 404 }], "GET", /GitHub answered 404/, 1],
    [[{ status: 422, body: '{"message":"no"}' }], "POST", /"no": GitHub refuses what was sent/, 1],
    [[{ status: 500 }], "GET", /GitHub answered 500/, 4],
    [[{ status: 500 }], "POST", /GitHub answered 500/, 1],
    [[{ reset: true }], "POST", /GitHub does not answer/, 1],
    [[{ status: 302, headers: { location: "https://evil.test" } }], "GET", /GitHub answered 302/, 1],
    [[{ status: 429, headers: { "retry-after": "900" } }], "GET", /GitHub answered 429/, 1],
];

describe("GitHubApi", () => {
    const server = faultServer();
    const open = (): GitHubApi =>
        new GitHubApi({
            api: new URL(`${server.url}/api`),
            owner: "example",
            repository: "mesh",
            token: "t0k",
            env: {},
            firstWait: 1,
        });

    it("asks with the token, and reads JSON", async () => {
        server.on(PATH, { body: '{"number":7}' });
        const github = open();

        assert.deepEqual(await github.call({ method: "POST", path: ["pulls"], body: { title: "ä" } }), {
            number: 7,
        });
        await github.close();
        const [request] = server.requests;
        assert.equal(request?.headers.authorization, "Bearer t0k");
        assert.equal(Buffer.from(request?.body ?? "", "latin1").toString(), '{"title":"ä"}');
    });

    it("keeps each part of a path in its place", async () => {
        const github = open();

        await assert.rejects(github.call({ method: "GET", path: ["actions", "a b?x", "dispatches"] }), /404/);
        await assert.rejects(
            github.call({ method: "GET", path: ["..", "..", "user"] }),
            /is not a path below an address/,
        );
        await github.close();
        assert.deepEqual(server.paths, ["/api/repos/example/mesh/actions/a%20b%3Fx/dispatches"]);
    });

    it("reads every page of a list", async () => {
        server.on(PATH, ({ path }) => {
            const page = Number(new URLSearchParams(path.split("?")[1]).get("page"));
            return {
                body: JSON.stringify(
                    Array.from({ length: page < 3 ? 100 : 5 }, (_, index) => page * 1000 + index),
                ),
            };
        });
        const github = open();

        const items: unknown[] = [];
        for await (const item of github.items(["pulls"], { state: "open" })) items.push(item);
        await github.close();
        assert.deepEqual([items.length, items[0], items.at(-1)], [205, 1000, 3004]);
        assert.equal(server.paths[0], `${PATH}?state=open&per_page=100&page=1`);
    });

    it("stops at a list without an end", async () => {
        server.on(PATH, { body: JSON.stringify(Array.from({ length: 100 }, () => 0)) });

        const github = open();
        const readAll = async (): Promise<void> => {
            for await (const item of github.items(["pulls"])) assert.equal(item, 0);
        };

        await assert.rejects(readAll(), /answered more than 3000 items/);
        await github.close();
        assert.equal(server.requests.length, 30);
    });

    it("reads no page that nobody wants", async () => {
        server.on(PATH, { body: JSON.stringify(Array.from({ length: 100 }, () => 0)) });
        const github = open();

        for await (const item of github.items(["pulls"])) {
            assert.equal(item, 0);
            break;
        }
        await github.close();
        assert.equal(server.requests.length, 1);
    });

    for (const method of ["GET", "POST"] as const) {
        it(`waits where GitHub is asked too often: ${method}`, async () => {
            server.on(PATH, TOO_OFTEN, { body: "[]" });
            const github = open();

            assert.deepEqual(await github.call({ method, path: ["pulls"] }), []);
            await github.close();
            assert.equal(server.requests.length, 2);
        });
    }

    for (const [replies, method, message, requests] of faults) {
        it(`says ${String(message)} after ${requests} request(s): ${method}`, async () => {
            server.on(PATH, ...replies);
            const github = open();

            await assert.rejects(github.call({ method, path: ["pulls"] }), { message });
            await github.close();
            assert.equal(server.requests.length, requests);
        });
    }

    it("never says the token", async () => {
        server.on(PATH, { status: 401, body: "{}" });
        const github = open();

        await assert.rejects(
            github.call({ method: "GET", path: ["pulls"] }),
            (error: Error) => !error.message.includes("t0k"),
        );
        await github.close();
    });
});
