import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Response } from "undici";
import { readBody, saveBody } from "../../../adapters/http/body";
import { temporaryFolder } from "../../support/temporary-folder";

const AT = new URL("https://x.test/a");
const TOO_LARGE = /"https:\/\/x\.test\/a": answered more than 10 bytes/;

describe("readBody and saveBody", () => {
    const folder = temporaryFolder();
    const args = (text: string, headers: Record<string, string> = {}) => ({
        response: new Response(text, { headers }),
        at: AT,
        maxSize: 10,
    });

    it("read a body that is as large as it may be", async () => {
        assert.equal((await readBody(args("0123456789"))).toString(), "0123456789");
    });

    it("write a file and give its digest", async () => {
        const file = join(folder, "a");

        assert.deepEqual(await saveBody(args("abc"), file), {
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            size: 3,
        });
        assert.equal(readFileSync(file, "utf8"), "abc");
    });

    it("refuse a body that is larger, whether its header says so or not", async () => {
        await assert.rejects(readBody(args("01234567890")), TOO_LARGE);
        await assert.rejects(readBody(args("short", { "content-length": "11" })), TOO_LARGE);
        await assert.rejects(saveBody(args("01234567890"), join(folder, "b")), TOO_LARGE);
    });

    it("say why a file cannot be written", async () => {
        await assert.rejects(saveBody(args("abc"), join(folder, "gone", "c")), { code: "ENOENT" });
    });
});
