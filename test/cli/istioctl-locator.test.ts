import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { istioctlLocator } from "../../cli/istioctl-locator";
import { exampleLock } from "../support/example-stack";
import { faultServer } from "../support/http-server";
import { temporaryFolder } from "../support/temporary-folder";

describe("istioctlLocator", () => {
    const root = temporaryFolder();
    const server = faultServer();
    const notes: string[] = [];
    const terminal = {
        print: () => undefined,
        note: (text: string) => notes.push(text),
        progress: () => undefined,
        paint: (_: unknown, text: string) => text,
    };
    const { signal } = new AbortController();
    const locks = [exampleLock()];

    it("takes what is on the machine and asks nobody", async () => {
        const folder = join(root, "bin");
        const istioctl = join(folder, "istioctl");
        mkdirSync(folder);
        writeFileSync(istioctl, `#!${process.execPath}\nconsole.log("client version: 1.31.1");\n`);
        chmodSync(istioctl, 0o755);

        const locate = istioctlLocator({ root, env: { PATH: folder }, signal, terminal }, { locks });

        assert.equal(await locate("1.31.1"), istioctl);
    });

    it("does not go to the network when told not to", async () => {
        const locate = istioctlLocator(
            { root, env: { PATH: "" }, signal, terminal },
            { locks, offline: true },
        );

        await assert.rejects(locate("1.31.1"), { message: /^istioctl: "1\.31\.1": is not installed/ });
    });

    it("asks the release otherwise, and says when that has none", async () => {
        const env = { PATH: "", WINDLASS_CACHE: join(root, "cache"), WINDLASS_ISTIO_MIRROR: server.url };
        const locate = istioctlLocator({ root, env, signal, terminal }, { locks });

        await assert.rejects(locate("1.31.1"), (error: Error) => error.message.includes("1.31.1"));
        assert.ok(server.requests.length > 0);
    });

    it("asks once for a version, however many stacks pin it", async () => {
        const env = { PATH: "", WINDLASS_CACHE: join(root, "cache-2"), WINDLASS_ISTIO_MIRROR: server.url };
        const locate = istioctlLocator({ root, env, signal, terminal }, { locks });
        await assert.rejects(locate("1.31.1"));
        const asked = server.requests.length;

        await assert.rejects(locate("1.31.1"));

        assert.equal(server.requests.length, asked);
    });

    it("does not wait long for a server that says nothing, and asks it for nothing else", async () => {
        const silent = createServer();
        let connections = 0;
        silent.on("connection", () => connections++);
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        const { port } = silent.address() as AddressInfo;
        const mirror = `http://127.0.0.1:${port}`;
        const env = { PATH: "", WINDLASS_CACHE: join(root, "cache-3"), WINDLASS_ISTIO_MIRROR: mirror };
        const locate = istioctlLocator({ root, env, signal, terminal }, { locks, answerWithin: 200 });
        const start = performance.now();
        try {
            for (const version of ["1.31.1", "1.31.0"]) {
                await assert.rejects(locate(version), (error: Error) => {
                    // The whole address, and not a cut one.
                    assert.match(
                        error.message,
                        /^"http:\/\/127\.0\.0\.1:\d+\/1\.31\.1\/istioctl-1\.31\.1-[\w-]+\.(?:tar\.gz|zip)(?:\.sha256)?": did not answer in time, asked once\./,
                    );
                    return true;
                });
            }
        } finally {
            silent.close();
        }

        assert.ok(performance.now() - start < 5000);
        assert.equal(connections, 1);
    });
});
