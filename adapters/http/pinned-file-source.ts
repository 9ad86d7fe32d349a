import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { sha256 } from "../../lifecycle/kit/sha256";
import type { HttpClient } from "./http-source";
import { NetworkError } from "./network-error";

/** A public file by its address and its bytes. */
export interface PinnedFile {
    readonly address: URL;
    /** SHA-256 of its bytes, in 64 hexadecimal digits. */
    readonly sha256: string;
    /** Largest size that is downloaded, in bytes. @default 4 MiB */
    readonly maxSize?: number;
}

/** What {@link obtainPinnedFile} needs. */
export interface ObtainPinnedFileArgs extends PinnedFile {
    /** Asked only for what is not cached. */
    readonly client: HttpClient;
    /** The user's cache folder. */
    readonly cache: string;
}

const MAX_SIZE = 4 * 1024 * 1024;
const DRAFT = ".windlass-tmp";
/** Hours after which a half-written file belongs to nobody any more. */
const ABANDONED = 24;

/**
 * The bytes of a pinned file: from the cache where it holds them, else from the network. They are held against the digest
 * either way, so a cache may be shared by anyone.
 *
 * @throws WindlassError when other bytes arrive: they are not kept. NetworkError when none do.
 */
export async function obtainPinnedFile(args: ObtainPinnedFileArgs): Promise<Buffer> {
    const { address, sha256, client, cache, maxSize = MAX_SIZE } = args;
    const folder = join(cache, "files");
    const file = join(folder, sha256);
    const cached = read(file, sha256);
    if (cached) return cached;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeAbandoned(folder);
    const draft = join(folder, `${sha256}.${process.pid}.${randomBytes(4).toString("hex")}${DRAFT}`);
    try {
        const download = await client.download(address, draft, { maxSize });
        if (!download) {
            throw new NetworkError({
                value: address.href,
                rule: "does not exist",
                remedy: "Check the address, or the mirror behind it",
            });
        }
        if (download.sha256 !== sha256) {
            throw new WindlassError({
                value: address.href,
                rule: `has the digest sha256:${download.sha256}, but sha256:${sha256} is pinned`,
                remedy: "Nothing was kept. Find out why the file, or the mirror, changed",
                exitStatus: ExitStatus.refused,
            });
        }
        const bytes = readFileSync(draft);
        renameSync(draft, file);
        return bytes;
    } finally {
        rmSync(draft, { force: true });
    }
}

/** The file's bytes where they are those of the digest; anything else counts as absent. */
function read(file: string, digest: string): Buffer | undefined {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    const bytes = readFileSync(file);
    return sha256(bytes) === digest ? bytes : undefined;
}

function removeAbandoned(folder: string): void {
    const oldest = Date.now() - ABANDONED * 3_600_000;
    for (const name of readdirSync(folder).filter((each) => each.endsWith(DRAFT))) {
        const path = join(folder, name);
        const status = lstatSync(path, { throwIfNoEntry: false });
        if (status && status.mtimeMs < oldest) rmSync(path, { force: true });
    }
}
