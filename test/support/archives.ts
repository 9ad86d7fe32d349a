import { createHash } from "node:crypto";
import { deflateRawSync, gzipSync } from "node:zlib";

/** One entry of a hand-made tar archive: what no tar program would write can be written here. */
export interface TarEntry {
    readonly name: string;
    /** Type flag: `0` file, `1` hard link, `2` symbolic link, `5` folder, `x` and `g` extended headers. @default "0" */
    readonly type?: string;
    readonly link?: string;
    readonly body?: string | Buffer;
    /** Size the header claims. @default the body's */
    readonly size?: number;
}

/** A tar archive, with the two empty blocks at its end. */
export function tar(...entries: readonly TarEntry[]): Buffer {
    return Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(1024)]);
}

/** The same, compressed: `istioctl-…-linux-amd64.tar.gz`. */
export function tarGz(...entries: readonly TarEntry[]): Buffer {
    return gzipSync(tar(...entries));
}

function tarEntry({ name, type = "0", link = "", body = "", size }: TarEntry): Buffer[] {
    const bytes = Buffer.from(body);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write("0000755\0", 100);
    header.write("0000000\0", 108);
    header.write("0000000\0", 116);
    header.write(`${(size ?? bytes.length).toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(link, 157, 100);
    header.write("ustar\0" + "00", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

/** How a hand-made zip archive differs from a plain one. */
export interface ZipOptions {
    readonly name?: string;
    readonly entries?: number;
    /** Mode of a Unix file. */
    readonly mode?: number;
    readonly method?: number;
    /** Size the directory claims. */
    readonly size?: number;
    readonly flags?: number;
}

/** A zip archive with one file. */
export function zip(body: Buffer, options: ZipOptions = {}): Buffer {
    const {
        name = "istioctl.exe",
        entries = 1,
        mode = 0o100755,
        method = 8,
        size = body.length,
        flags = 0,
    } = options;
    const data = method === 8 ? deflateRawSync(body) : body;
    const file = Buffer.alloc(30);
    file.writeUInt32LE(0x04034b50, 0);
    file.writeUInt16LE(name.length, 26);
    const directory = Buffer.alloc(46);
    directory.writeUInt32LE(0x02014b50, 0);
    directory.writeUInt16LE(flags, 8);
    directory.writeUInt16LE(method, 10);
    directory.writeUInt32LE(data.length, 20);
    directory.writeUInt32LE(size, 24);
    directory.writeUInt16LE(name.length, 28);
    directory.writeUInt32LE((mode << 16) >>> 0, 38);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries, 8);
    end.writeUInt16LE(entries, 10);
    end.writeUInt32LE(46 + name.length, 12);
    end.writeUInt32LE(30 + name.length + data.length, 16);
    return Buffer.concat([file, Buffer.from(name), data, directory, Buffer.from(name), end]);
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: string | Buffer): string {
    return createHash("sha256").update(bytes).digest("hex");
}
