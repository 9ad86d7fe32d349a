import { inflateRawSync } from "node:zlib";

import { quoteValue } from "../../lifecycle/kit/errors";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const FILE_SIGNATURE = 0x04034b50;
const END_SIZE = 22;

/**
 * The only file of a zip archive. Only what releases are made of is read: one entry, stored or deflated, no comment, no
 * encryption, no zip64. Source of the layout: PKWARE's APPNOTE, 4.3.
 *
 * @param name - what the entry must be called
 * @param maxSize - largest file, in bytes
 * @param refuse - makes the error for what is wrong
 */
export function unzipSingle(
    zip: Buffer,
    name: string,
    maxSize: number,
    refuse: (rule: string) => Error,
): Buffer {
    const end = zip.length - END_SIZE;
    if (end < 0 || zip.readUInt32LE(end) !== END_SIGNATURE) throw refuse("is cut off or no zip archive");
    const [entries, directory] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)];
    if (entries !== 1) throw refuse(`holds ${entries} entries, and must hold ${name} alone`);
    if (directory + 46 > end || zip.readUInt32LE(directory) !== ENTRY_SIGNATURE)
        throw refuse("has no directory");
    const flags = zip.readUInt16LE(directory + 8);
    const method = zip.readUInt16LE(directory + 10);
    const packed = zip.readUInt32LE(directory + 20);
    const size = zip.readUInt32LE(directory + 24);
    const found = zip.toString("utf8", directory + 46, directory + 46 + zip.readUInt16LE(directory + 28));
    if (found !== name) throw refuse(`holds ${quoteValue(found)}, and must hold ${name} alone`);
    // The upper half is the mode where the archive was made on Unix: 0 for none, 0o10 for a regular file.
    const kind = zip.readUInt32LE(directory + 38) >>> 28;
    if (kind !== 0 && kind !== 0o10) throw refuse(`holds ${name} not as a regular file`);
    if ((flags & 1) !== 0) throw refuse("is encrypted");
    if (size > maxSize) throw refuse(`holds an ${name} of ${size} bytes, more than ${maxSize}`);
    const file = zip.readUInt32LE(directory + 42);
    if (file + 30 > directory || zip.readUInt32LE(file) !== FILE_SIGNATURE) throw refuse("has no file");
    const start = file + 30 + zip.readUInt16LE(file + 26) + zip.readUInt16LE(file + 28);
    if (start + packed > directory) throw refuse("is cut off");
    const data = zip.subarray(start, start + packed);
    const unpacked = method === 0 ? data : method === 8 ? inflate(data, size, refuse) : undefined;
    if (!unpacked) throw refuse(`is packed by method ${method}, which releases do not use`);
    if (unpacked.length !== size) throw refuse("unpacks to another size than it says");
    return unpacked;
}

function inflate(data: Buffer, size: number, refuse: (rule: string) => Error): Buffer {
    try {
        return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
    } catch {
        throw refuse("unpacks to another size than it says, or is damaged");
    }
}
