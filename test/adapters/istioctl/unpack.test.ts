import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { istioctlIn } from "../../../adapters/istioctl/unpack";
import { tar, tarGz, zip } from "../../support/archives";
import { temporaryFolder } from "../../support/temporary-folder";

const good = { name: "istioctl", body: "binary" };
const noise = randomBytes(300_000);
const pax = (key: string, value: string): string => {
    const record = ` ${key}=${value}\n`;
    return `${record.length + 2}${record}`;
};

/** `[what is wrong, archive, rule]` */
const refused: readonly (readonly [string, Buffer, string])[] = [
    [
        "a name that climbs",
        tarGz({ name: "../istioctl", body: "x" }),
        'holds "../istioctl", and must hold istioctl alone',
    ],
    [
        "an absolute name",
        tarGz({ name: "/bin/istioctl", body: "x" }),
        'holds "/bin/istioctl", and must hold istioctl alone',
    ],
    [
        "a folder before the name",
        tarGz({ name: "bin/istioctl", body: "x" }),
        'holds "bin/istioctl", and must hold istioctl alone',
    ],
    [
        "a name an extended header replaces",
        tarGz({ name: "x", type: "x", body: pax("path", "../istioctl") }, good),
        'holds "../istioctl", and must hold istioctl alone',
    ],
    [
        "a symbolic link",
        tarGz({ name: "istioctl", type: "2", link: "/bin/sh" }),
        "holds istioctl as SymbolicLink, not as a regular file",
    ],
    [
        "a hard link",
        tarGz({ name: "istioctl", type: "1", link: "/bin/sh" }),
        "holds istioctl as Link, not as a regular file",
    ],
    [
        "a folder",
        tarGz({ name: "istioctl", type: "5" }),
        "holds istioctl as Directory, not as a regular file",
    ],
    [
        "a device",
        tarGz({ name: "istioctl", type: "3" }),
        "holds istioctl as CharacterDevice, not as a regular file",
    ],
    [
        "a second entry",
        tarGz(good, { name: "README", body: "x" }),
        'holds more than one entry: also "README"',
    ],
    ["the same entry twice", tarGz(good, good), 'holds more than one entry: also "istioctl"'],
    [
        "a link after the file",
        tarGz(good, { name: "l", type: "2", link: "/" }),
        'holds more than one entry: also "l"',
    ],
    ["nothing", tarGz(), "is no tar archive"],
    [
        "a size above the cap",
        tarGz({ ...good, size: 5 * 1024 ** 3 }),
        "holds an istioctl of 5368709120 bytes, more than 1000000",
    ],
    [
        "a bomb of zeros after the file",
        gzipSync(Buffer.concat([tar(good), Buffer.alloc(100_000_000)])),
        "unpacks to more than 1000000 bytes",
    ],
    ["two layers of gzip", gzipSync(tarGz(good)), "is packed twice"],
    ["a page instead of an archive", Buffer.from("<html>"), "is cut off or no archive (Z_DATA_ERROR)"],
    ["no byte at all", Buffer.alloc(0), "is cut off or no archive (Z_BUF_ERROR)"],
    [
        "half of its bytes",
        tarGz({ ...good, body: noise }).subarray(0, 150_000),
        "is cut off or no archive (Z_BUF_ERROR)",
    ],
    ["half of its tar", gzipSync(tar({ ...good, body: noise }).subarray(0, 100_000)), "is no tar archive"],
    ["rubbish for a tar", gzipSync(randomBytes(4096)), "is no tar archive"],
];

/** `[what is wrong, archive, rule]` */
const refusedZips: readonly (readonly [string, Buffer, string])[] = [
    [
        "another name",
        zip(noise, { name: "..\\x.exe" }),
        'holds "..\\\\x.exe", and must hold istioctl.exe alone',
    ],
    ["two entries", zip(noise, { entries: 2 }), "holds 2 entries, and must hold istioctl.exe alone"],
    ["a symbolic link", zip(noise, { mode: 0o120777 }), "holds istioctl.exe not as a regular file"],
    ["an unknown method", zip(noise, { method: 12 }), "is packed by method 12, which releases do not use"],
    ["encryption", zip(noise, { flags: 1 }), "is encrypted"],
    [
        "a size above the cap",
        zip(noise, { size: 4_000_000_000 }),
        "holds an istioctl.exe of 4000000000 bytes, more than 1000000",
    ],
    [
        "more than it says",
        zip(Buffer.alloc(900_000), { size: 10 }),
        "unpacks to another size than it says, or is damaged",
    ],
    ["less than it says", zip(noise, { size: noise.length + 1 }), "unpacks to another size than it says"],
    ["half of its bytes", zip(noise).subarray(0, 1000), "is cut off or no zip archive"],
    ["no byte at all", Buffer.alloc(0), "is cut off or no zip archive"],
];

describe("istioctlIn", () => {
    const folder = temporaryFolder();
    const unpack = async (bytes: Buffer, name: string): Promise<Buffer> => {
        const file = join(folder, name);
        writeFileSync(file, bytes);
        const pieces: Uint8Array[] = [];
        for await (const piece of istioctlIn(file, { name, maxSize: 1_000_000 })) pieces.push(piece);
        return Buffer.concat(pieces);
    };

    it("gives the bytes of the only file of a tar archive", async () => {
        assert.deepEqual(await unpack(tarGz({ name: "istioctl", body: noise }), "a.tar.gz"), noise);
    });

    it("gives the bytes of the only file of a zip archive, deflated or stored", async () => {
        assert.deepEqual(await unpack(zip(noise), "a.zip"), noise);
        assert.deepEqual(await unpack(zip(noise, { method: 0 }), "b.zip"), noise);
    });

    for (const [title, bytes, rule] of refused) {
        it(`refuses a tar archive with ${title}`, async () => {
            await assert.rejects(unpack(bytes, "c.tar.gz"), (error: Error) => {
                assert.ok(error.message.startsWith(`c.tar.gz: ${rule}`), error.message);
                return true;
            });
        });
    }
    for (const [title, bytes, rule] of refusedZips) {
        it(`refuses a zip archive with ${title}`, async () => {
            await assert.rejects(unpack(bytes, "c.zip"), {
                message: `c.zip: ${rule}. Do not use it; check where it came from.`,
                exitStatus: 5,
            });
        });
    }
});
