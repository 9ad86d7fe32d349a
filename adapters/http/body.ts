import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Response } from "undici";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { Download } from "./http-request";

/** An answer whose body has not been read, and what of it is wanted. */
export interface BodyArgs {
    readonly response: Response;
    /** Where it comes from, for messages. */
    readonly at: URL;
    /** Largest body, in bytes, after decompression. @default 1 MiB */
    readonly maxSize?: number;
}

const MEBIBYTE = 1024 * 1024;

/** @throws WindlassError when it is larger than it may be, as soon as that is known */
export async function readBody(args: BodyArgs): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of chunksOf(args)) chunks.push(chunk);
    return Buffer.concat(chunks);
}

/** Writes a body to a file, which is overwritten. @throws WindlassError when it is larger than it may be */
export async function saveBody(args: BodyArgs, file: string): Promise<Download> {
    const [hash, out] = [createHash("sha256"), createWriteStream(file)];
    const closed = finished(out);
    closed.catch(() => undefined);
    let size = 0;
    try {
        for await (const chunk of chunksOf(args)) {
            hash.update(chunk);
            size += chunk.length;
            if (!out.write(chunk)) await Promise.race([once(out, "drain"), closed]);
        }
        out.end();
        await closed;
    } catch (error) {
        out.destroy();
        throw error;
    }
    return { sha256: hash.digest("hex"), size };
}

async function* chunksOf({ response, at, maxSize = MEBIBYTE }: BodyArgs): AsyncGenerator<Uint8Array> {
    const tooLarge = (): WindlassError =>
        new WindlassError({
            value: at.href,
            rule: `answered more than ${maxSize} bytes`,
            remedy: "Check the address, or the mirror behind it",
        });
    const length = Number(response.headers.get("content-length") ?? 0);
    if (length > maxSize) {
        await response.body?.cancel();
        throw tooLarge();
    }
    let size = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > maxSize) throw tooLarge();
        yield chunk;
    }
}
