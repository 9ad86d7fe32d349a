import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type AddressInfo, type Server, createServer } from "node:net";
import { join } from "node:path";

import { HttpClient } from "../../../adapters/http/http-source";
import { loopbackOnly } from "../../support/loopback-guard";
import { temporaryFolder } from "../../support/temporary-folder";

const BODY = Buffer.alloc(900_000, "windlass");

// Without neverPaused this ends the whole run: undici throws out of a socket's event.
describe("an HttpClient whose server closes the connection after the body", () => {
    loopbackOnly();
    const folder = temporaryFolder();
    let server: Server;
    let address: string;
    let client: HttpClient;
    before((done) => {
        server = createServer((socket) => {
            socket.on("error", () => undefined);
            socket.once("data", () => {
                socket.write(
                    `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n`,
                );
                socket.write(BODY);
                socket.end();
            });
        });
        server.listen(0, "127.0.0.1", () => {
            address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
            done();
        });
        client = new HttpClient({ env: {}, attempts: 1 });
    });
    after(async () => {
        await client.close();
        server.close();
    });

    it("reads the whole body, every time", async () => {
        for (let time = 0; time < 20; time++) {
            const { body } = await client.request(address, { maxSize: BODY.length });
            assert.equal(body.equals(BODY), true);
        }
    });

    it("downloads the whole file, every time", async () => {
        const expected = { sha256: createHash("sha256").update(BODY).digest("hex"), size: BODY.length };
        for (let time = 0; time < 20; time++) {
            const found = await client.download(address, join(folder, "file"), { maxSize: BODY.length });
            assert.deepEqual(found, expected);
        }
    });

    it("still refuses more than is allowed", async () => {
        await assert.rejects(client.request(address, { maxSize: 1000 }), /answered more than 1000 bytes/);
    });
});
