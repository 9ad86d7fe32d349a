import assert from "node:assert/strict";
import { closeSync, openSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStandardInput } from "../../../adapters/files/stdin-source";
import { MAX_TEXT_SIZE } from "../../../adapters/files/text-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("readStandardInput", () => {
    const folder = temporaryFolder();

    async function read(bytes: Buffer, size?: number): Promise<string> {
        const file = join(folder, "input");
        writeFileSync(file, bytes);
        if (size !== undefined) truncateSync(file, size);
        const fd = openSync(file, "r");
        try {
            return await readStandardInput(fd);
        } finally {
            closeSync(fd);
        }
    }

    it("puts characters together that were read in parts", async () => {
        const text = "€".repeat(100_000);

        assert.equal(await read(Buffer.from(text)), text);
    });

    it("is empty where nothing was written", async () => {
        assert.equal(await read(Buffer.alloc(0)), "");
    });

    it("refuses what is no UTF-8", async () => {
        await assert.rejects(read(Buffer.from([0x61, 0xff])), /standard input: must be UTF-8 text/);
    });

    it("refuses what is larger than a file may be", async () => {
        await assert.rejects(
            read(Buffer.alloc(0), MAX_TEXT_SIZE + 1),
            /must not be larger than 52428800 bytes/,
        );
    });
});
