import assert from "node:assert/strict";
import type { Dispatcher } from "undici";
import { openDispatcher } from "../../../adapters/http/dispatcher";
import type { HttpRequest } from "../../../adapters/http/http-request";
import { follow } from "../../../adapters/http/redirects";
import { faultServer } from "../../support/http-server";

describe("follow", () => {
    const server = faultServer();
    let dispatcher: Dispatcher;
    before(async () => (dispatcher = await openDispatcher({})));
    after(() => dispatcher.destroy());
    const ask = async (request: HttpRequest = {}): Promise<readonly [number, string]> => {
        const url = new URL(`${server.url}/a`);
        const { signal } = new AbortController();
        const { response, at } = await follow({ url, request, dispatcher, signal });
        await response.text();
        return [response.status, at.pathname];
    };
    const redirect = (status: number): void => {
        server.on("/a", { status, headers: { location: "/b" } });
        server.on("/b", { body: "there" });
    };

    for (const status of [301, 302, 303, 307, 308]) {
        it(`goes where ${status} leads`, async () => {
            redirect(status);

            assert.deepEqual(await ask(), [200, "/b"]);
        });
    }

    it("gives a redirect back to who wants it as an answer", async () => {
        redirect(302);

        assert.deepEqual(await ask({ redirects: "return" }), [302, "/a"]);
        assert.deepEqual(server.paths, ["/a"]);
    });

    it("sends what was sent on by 307 alone", async () => {
        const post = { method: "POST", body: "text" } as const;
        redirect(302);
        await assert.rejects(ask(post), /answered 302/);
        redirect(307);
        assert.deepEqual(await ask(post), [200, "/b"]);

        assert.deepEqual(
            server.requests.map(({ method, path, body }) => [method, path, body]),
            [
                ["POST", "/a", "text"],
                ["POST", "/a", "text"],
                ["POST", "/b", "text"],
            ],
        );
    });
});
