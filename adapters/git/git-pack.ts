import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";

import { WindlassError } from "../../lifecycle/kit/errors";

/** A commit or a tag of a repository. */
export interface GitObject {
    readonly type: "commit" | "tag";
    readonly text: string;
}

const TYPES: Readonly<Record<number, GitObject["type"]>> = { 1: "commit", 4: "tag" };
/** Largest commit or tag that is unpacked, in bytes. */
const MAX_OBJECT = 1024 * 1024;

/** An object of any type, as it came out of a pack. */
interface Unpacked {
    readonly type: string;
    readonly data: Buffer;
}

/**
 * Commits and tags in a pack file, by their id; other objects are skipped. An object that is stored as a difference to one
 * outside of the pack is left out. The ids are computed from the content, so they cannot lie (git-scm.com,
 * gitformat-pack).
 *
 * @throws WindlassError when the pack is cut off or damaged
 */
export function readPack(pack: Buffer): ReadonlyMap<string, GitObject> {
    const end = pack.length - 20;
    if (end < 12 || pack.toString("latin1", 0, 4) !== "PACK" || pack.readUInt32BE(4) !== 2) throw broken();
    if (!createHash("sha1").update(pack.subarray(0, end)).digest().equals(pack.subarray(end))) throw broken();
    const objects = new Map<string, GitObject>();
    const byPlace = new Map<number | string, Unpacked>();
    let position = 12;
    for (let left = pack.readUInt32BE(8); left > 0; left--) {
        const start = position;
        let byte = pack[position++] ?? 0;
        const kind = (byte >> 4) & 7;
        while (byte & 0x80 && position < end) byte = pack[position++] ?? 0;
        let base: Unpacked | undefined;
        if (kind === 7) {
            base = byPlace.get(pack.toString("hex", position, position + 20));
            position += 20;
        } else if (kind === 6) {
            byte = pack[position++] ?? 0;
            let offset = byte & 0x7f;
            for (; byte & 0x80 && position < end; offset = (offset + 1) * 128 + (byte & 0x7f))
                byte = pack[position++] ?? 0;
            base = byPlace.get(start - offset);
        }
        if (position >= end) throw broken();
        const { data, read } = inflate(pack.subarray(position, end));
        position += read;
        const isDelta = kind === 6 || kind === 7;
        if (isDelta && !base) continue;
        const found: Unpacked = base
            ? { type: base.type, data: patch(base.data, data) }
            : { type: TYPES[kind] ?? "other", data };
        const id = createHash("sha1")
            .update(`${found.type} ${found.data.length}\0`)
            .update(found.data)
            .digest("hex");
        byPlace.set(start, found).set(id, found);
        const { type } = found;
        if (type === "commit" || type === "tag") objects.set(id, { type, text: found.data.toString("utf8") });
    }
    return objects;
}

/** What a difference makes of the object it is to (gitformat-pack, "Deltified representation"). */
function patch(base: Buffer, delta: Buffer): Buffer {
    let position = 0;
    const size = (): number => {
        let [value, factor, byte] = [0, 1, 0x80];
        while (byte & 0x80 && position < delta.length) {
            byte = delta[position++] ?? 0;
            value += (byte & 0x7f) * factor;
            factor *= 128;
        }
        return value;
    };
    const [from, to] = [size(), size()];
    if (from !== base.length || to > MAX_OBJECT) throw broken();
    const pieces: Buffer[] = [];
    let made = 0;
    while (position < delta.length) {
        const code = delta[position++] ?? 0;
        let piece: Buffer;
        if (code & 0x80) {
            const next = (bit: number): number => (code & (1 << bit) ? (delta[position++] ?? 0) : 0);
            const offset = next(0) + next(1) * 2 ** 8 + next(2) * 2 ** 16 + next(3) * 2 ** 24;
            const length = next(4) + next(5) * 2 ** 8 + next(6) * 2 ** 16 || 0x10000;
            piece = base.subarray(offset, offset + length);
        } else {
            piece = delta.subarray(position, position + code);
            position += code;
        }
        made += piece.length;
        if (piece.length === 0 || made > to) throw broken();
        pieces.push(piece);
    }
    if (made !== to) throw broken();
    return Buffer.concat(pieces);
}

/**
 * When a commit was committed or a tag was made, in milliseconds since 1970; undefined where the object does not say.
 * What `git for-each-ref` calls the creator date.
 */
export function creatorTime({ type, text }: GitObject): number | undefined {
    const header = text.split("\n\n", 1)[0] ?? "";
    const line =
        type === "tag" ? /^tagger .*> (\d{1,11}) [+-]\d{4}$/m : /^committer .*> (\d{1,11}) [+-]\d{4}$/m;
    const seconds = line.exec(header)?.[1];
    return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** What inflateSync returns when it is asked for `info`: the types do not know it. */
interface InflateInfo {
    readonly buffer: Buffer;
    readonly engine: { readonly bytesWritten: number };
}

function inflate(input: Buffer): { data: Buffer; read: number } {
    try {
        const options = { info: true, maxOutputLength: MAX_OBJECT } as const;
        const { buffer, engine } = inflateSync(input, options) as unknown as InflateInfo;
        return { data: buffer, read: engine.bytesWritten };
    } catch {
        throw broken();
    }
}

function broken(): WindlassError {
    return new WindlassError({ rule: "is cut off or no pack of a Git repository" });
}
