import { lstatSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { writeCache } from "../files/atomic-write-store";
import { isRecord } from "../../lifecycle/kit/json-path";
import { sha256 } from "../../lifecycle/kit/sha256";

/** An answer that was kept, and what tells the server which one it was. */
export interface CachedAnswer {
    readonly etag: string;
    readonly body: Buffer;
}

/** Answers kept between runs, by address. Only ever used when the server says that they are still current (304). */
export interface HttpCache {
    read(url: string): CachedAnswer | undefined;
    write(url: string, answer: CachedAnswer): void;
}

/** Days an answer is kept that nobody asked for. */
const DAYS = 90;

/**
 * A cache in a folder, a file an answer, each written in one piece. A file that is damaged, cut off or about another
 * address counts as absent.
 */
export function httpCache(folder: string): HttpCache {
    const fileOf = (url: string): string => join(folder, `${sha256(url)}.json`);
    return {
        read(url) {
            try {
                const kept: unknown = JSON.parse(readFileSync(fileOf(url), "utf8"));
                if (!isRecord(kept) || kept["url"] !== url) return undefined;
                const { etag, body, digest } = kept;
                if (typeof etag !== "string" || typeof body !== "string") return undefined;
                const bytes = Buffer.from(body, "base64");
                return digest === sha256(bytes) ? { etag, body: bytes } : undefined;
            } catch {
                return undefined;
            }
        },
        write(url, { etag, body }) {
            const text = JSON.stringify({ url, etag, digest: sha256(body), body: body.toString("base64") });
            if (writeCache(fileOf(url), text)) removeOld(folder);
        },
    };
}

function removeOld(folder: string): void {
    const oldest = Date.now() - DAYS * 86_400_000;
    try {
        for (const name of readdirSync(folder)) {
            const path = join(folder, name);
            const status = lstatSync(path, { throwIfNoEntry: false });
            if (status && status.mtimeMs < oldest) rmSync(path, { force: true });
        }
    } catch {
        // What cannot be removed takes room, nothing else.
    }
}
