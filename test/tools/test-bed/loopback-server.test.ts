import assert from "node:assert/strict";
import { createServer } from "node:http";

import { listenOnLoopback } from "../../../tools/test-bed/loopback-server";

describe("a server on the loopback", () => {
    it("answers at its address until it is stopped, whoever is still connected", async () => {
        const server = createServer((_, response) => response.write("held open"));
        const { url, port, stop } = await listenOnLoopback(server);
        assert.equal(url, `http://127.0.0.1:${port}`);
        const response = await fetch(url);
        assert.equal(response.status, 200);

        await stop();

        await assert.rejects(response.text());
        await assert.rejects(fetch(url));
    });

    it("is refused a port that is taken", async () => {
        const first = await listenOnLoopback(createServer());

        await assert.rejects(listenOnLoopback(createServer(), first.port), /EADDRINUSE/);
        await first.stop();
    });
});
