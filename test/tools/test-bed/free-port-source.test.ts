import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";

import { freePort } from "../../../tools/test-bed/free-port-source";

describe("freePort", () => {
    it("is one that outgoing connections do not take", async () => {
        const port = await freePort();

        assert.ok(port >= 20_000 && port < 30_000, String(port));
    });

    it("is the wanted one where that is free", async () => {
        const port = await freePort();

        assert.equal(await freePort(port), port);
    });

    it("is another one where somebody listens on the wanted one", async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        try {
            assert.notEqual(await freePort(port), port);
        } finally {
            server.close();
        }
    });

    it("is the wanted one, where who listens there is about to end", async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        setTimeout(() => server.close(), 200);

        assert.equal(await freePort(port), port);
    });
});
