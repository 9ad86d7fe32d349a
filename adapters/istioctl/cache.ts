import { createHash, randomBytes } from "node:crypto";
import {
    chmodSync,
    createReadStream,
    existsSync,
    lstatSync,
    mkdirSync,
    readdirSync,
    renameSync,
    rmSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { IstioctlPlatform } from "./assets";
import { istioctlIn } from "./unpack";

/** A place in the cache: one for each archive, so that a release that was made anew does not meet the old one. */
export interface IstioctlSlot {
    /** The user's cache folder. */
    readonly cache: string;
    readonly version: string;
    readonly platform: IstioctlPlatform;
    /** Name of the archive. */
    readonly asset: string;
    /** SHA-256 of the archive, in hexadecimal: from the lock, so from a file that was reviewed. */
    readonly sha256: string;
}

/** What the cache holds in a slot. */
export type SlotState =
    | { readonly kind: "verified"; readonly path: string }
    | { readonly kind: "absent" }
    | { readonly kind: "damaged"; readonly reason: string };

/** Hours after which a temporary folder belongs to nobody any more. */
const ABANDONED = 24;
const MODE = 0o755;

/**
 * Holds a cached istioctl against the digest of its archive, every time before it is used.
 *
 * No record beside the binary vouches for it: who can alter one can alter the other, as in a CI cache that another branch
 * has filled. The archive is kept instead. Its digest must be the lock's, and the binary must be, byte for byte, what the
 * archive holds.
 */
export async function inspectSlot(slot: IstioctlSlot): Promise<SlotState> {
    const folder = folderOf(slot);
    const damaged = (reason: string): SlotState => ({ kind: "damaged", reason });
    const status = lstatSync(folder, { throwIfNoEntry: false });
    if (!status) return { kind: "absent" };
    if (!status.isDirectory()) return damaged("its folder is no folder");
    const [archive, binary] = [join(folder, slot.asset), join(folder, executable(slot.platform))];
    // Windows loads libraries that lie beside a program.
    const foreign = readdirSync(folder).find(
        (name) => name !== slot.asset && name !== executable(slot.platform),
    );
    if (foreign !== undefined) return damaged("a foreign file lies beside it");
    for (const file of [archive, binary]) {
        const found = lstatSync(file, { throwIfNoEntry: false });
        if (!found) return damaged("a part of it is missing");
        if (!found.isFile()) return damaged("it is not a regular file");
        if (file === binary && process.platform !== "win32" && (found.mode & 0o7777) !== MODE) {
            return damaged("its mode was changed");
        }
    }
    if ((await sha256Of(archive)) !== slot.sha256) return damaged("its archive was altered");
    return (await holdsSame(archive, binary, slot.asset))
        ? { kind: "verified", path: binary }
        : damaged("it was altered");
}

/** A folder to prepare a slot's content in: unlike a slot it may be half-filled. Abandoned ones are removed. */
export function openWorkshop(cache: string): string {
    const parent = join(cache, "istioctl");
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    const oldest = Date.now() - ABANDONED * 3_600_000;
    for (const name of readdirSync(parent).filter((each) => each.startsWith(".tmp-"))) {
        const path = join(parent, name);
        const status = lstatSync(path, { throwIfNoEntry: false });
        if (status && status.mtimeMs < oldest) rmSync(path, { recursive: true, force: true });
    }
    const workshop = join(parent, `.tmp-${process.pid}-${randomBytes(6).toString("hex")}`);
    mkdirSync(workshop);
    return workshop;
}

/**
 * Unpacks the archive that lies in a workshop under its own name, and moves the whole folder into its slot at once. Where
 * another process was faster, what that one put there is verified and used.
 *
 * @returns path of the executable
 */
export async function fillSlot(slot: IstioctlSlot, workshop: string): Promise<string> {
    const binary = join(workshop, executable(slot.platform));
    const file = await open(binary, "wx");
    try {
        for await (const piece of istioctlIn(join(workshop, slot.asset), { name: slot.asset }))
            await file.writeFile(piece);
        await file.sync();
    } finally {
        await file.close();
    }
    // Not by the mode of open(): the user's umask would take from it.
    chmodSync(binary, MODE);
    const folder = folderOf(slot);
    mkdirSync(dirname(folder), { recursive: true });
    for (let attempt = 1; attempt <= 5; attempt++) {
        try {
            renameSync(workshop, folder);
            return join(folder, executable(slot.platform));
        } catch (error) {
            if (!existsSync(folder)) throw error;
        }
        const state = await inspectSlot(slot);
        if (state.kind === "verified") return state.path;
        if (state.kind === "damaged") setAside(slot.cache, folder);
    }
    throw new WindlassError({
        file: folder,
        rule: "cannot be replaced: other processes keep changing it",
        remedy: "Stop them, or delete the folder",
    });
}

function folderOf({ cache, version, platform, sha256 }: IstioctlSlot): string {
    return join(cache, "istioctl", version, platform, sha256);
}

function executable(platform: IstioctlPlatform): string {
    return platform === "win-amd64" ? "istioctl.exe" : "istioctl";
}

function setAside(cache: string, folder: string): void {
    const aside = openWorkshop(cache);
    try {
        renameSync(folder, join(aside, "damaged"));
    } catch {
        // Another process was faster.
    }
    rmSync(aside, { recursive: true, force: true });
}

async function sha256Of(file: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest("hex");
}

/** Whether a file is what an archive holds. Comparing is five times faster than hashing both. */
async function holdsSame(archive: string, binary: string, name: string): Promise<boolean> {
    const file = await open(binary);
    try {
        let position = 0;
        for await (const piece of istioctlIn(archive, { name })) {
            const { bytesRead, buffer } = await file.read(
                Buffer.alloc(piece.length),
                0,
                piece.length,
                position,
            );
            if (bytesRead !== piece.length || !buffer.equals(piece)) return false;
            position += piece.length;
        }
        return (await file.stat()).size === position;
    } finally {
        await file.close();
    }
}
