import assert from "node:assert/strict";
import { fetch } from "undici";
import { openDispatcher } from "../../../adapters/http/dispatcher";
import { faultServer } from "../../support/http-server";

describe("openDispatcher", () => {
    const server = faultServer();
    const ask = async (env: Record<string, string>, address: string): Promise<string> => {
        const dispatcher = await openDispatcher(env);
        try {
            return await (await fetch(address, { dispatcher })).text();
        } finally {
            await dispatcher.destroy();
        }
    };

    it("goes by the proxy of its environment, the lower case first", async () => {
        server.on("/far", { body: "by proxy" });
        const env = { HTTP_PROXY: "http://127.0.0.1:1", http_proxy: server.url };

        assert.equal(await ask(env, "http://127.0.0.2:39999/far"), "by proxy");
        assert.deepEqual(server.paths, ["127.0.0.2:39999", "/far"]);
    });

    it("goes by none where NO_PROXY says so", async () => {
        server.on("/near", { body: "direct" });

        assert.equal(
            await ask({ HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" }, `${server.url}/near`),
            "direct",
        );
    });
});
