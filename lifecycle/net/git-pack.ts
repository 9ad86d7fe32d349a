import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";

import { WindlassError } from "../errors";

/** A commit or a tag of a repository. */
export interface GitObject {
    readonly type: "commit" | "tag";
    readonly text: string;
}

const TYPES: Readonly<Record<number, GitObject["type"]>> = { 1: "commit", 4: "tag" };
/** Largest commit or tag that is unpacked, in bytes. */
const MAX_OBJECT = 1024 * 1024;

/**
 * Commits and tags in a pack file, by their id; other objects are skipped. An object that is stored as a difference to
 * another is left out. The ids are computed from the content, so they cannot lie (git-scm.com, gitformat-pack).
 *
 * @throws WindlassError when the pack is cut off or damaged
 */
export function readPack(pack: Buffer): ReadonlyMap<string, GitObject> {
    const end = pack.length - 20;
    if (end < 12 || pack.toString("latin1", 0, 4) !== "PACK" || pack.readUInt32BE(4) !== 2) throw broken();
    if (!createHash("sha1").update(pack.subarray(0, end)).digest().equals(pack.subarray(end))) throw broken();
    const objects = new Map<string, GitObject>();
    let position = 12;
    for (let left = pack.readUInt32BE(8); left > 0; left--) {
        let byte = pack[position++] ?? 0;
        const kind = (byte >> 4) & 7;
        while (byte & 0x80 && position < end) byte = pack[position++] ?? 0;
        if (kind === 7) position += 20;
        if (kind === 6) while (position < end && (pack[position++] ?? 0) & 0x80);
        if (position >= end) throw broken();
        const { data, read } = inflate(pack.subarray(position, end));
        position += read;
        const type = TYPES[kind];
        if (!type) continue;
        const id = createHash("sha1").update(`${type} ${data.length}\0`).update(data).digest("hex");
        objects.set(id, { type, text: data.toString("utf8") });
    }
    return objects;
}

/**
 * When a commit was committed or a tag was made, in milliseconds since 1970; undefined where the object does not say.
 * What `git for-each-ref` calls the creator date.
 */
export function creatorTime({ type, text }: GitObject): number | undefined {
    const header = text.split("\n\n", 1)[0] ?? "";
    const line = type === "tag" ? /^tagger .*> (\d{1,11}) [+-]\d{4}$/m : /^committer .*> (\d{1,11}) [+-]\d{4}$/m;
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
