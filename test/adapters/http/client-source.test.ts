import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { userCacheFolder, withHttpClient } from "../../../adapters/http/client-source";
import { faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

describe("withHttpClient", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const env = { WINDLASS_CACHE: folder };

    it("keeps answers in the user's cache folder", async () => {
        server.on("/a", { body: "text", headers: { etag: '"1"' } });

        const answer = await withHttpClient({ env }, (client) => client.request(`${server.url}/a`));

        assert.equal(answer.body.toString(), "text");
        assert.equal(readdirSync(join(userCacheFolder(env), "http")).length, 1);
    });

    it("closes the client when the work fails", async () => {
        const failed = withHttpClient({ env }, () => Promise.reject(new Error("no")));

        await assert.rejects(failed, { message: "no" });
    });
});
