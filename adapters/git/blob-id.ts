import { createHash } from "node:crypto";

/**
 * The id git gives a file's content: the digest of `blob <size>`, a zero byte and the content.
 *
 * @param like An id of the same repository, whose length tells SHA-1 from SHA-256.
 */
export function blobId(content: Uint8Array, like: string): string {
    const hash = createHash(like.length > 40 ? "sha256" : "sha1");
    return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}
