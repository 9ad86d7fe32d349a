import { randomBytes } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { WindlassError } from "../../lifecycle/kit/errors";
import { processStart } from "./process-table-source";

/** How to take turns. */
export interface ExclusiveOptions {
    readonly signal?: AbortSignal;
    /** Milliseconds to wait for another process. @default 120000 */
    readonly patience?: number;
    /** Told once when another process has to be waited for. */
    readonly onWait?: ((pid: number) => void) | undefined;
}

const PATIENCE = 120_000;

/**
 * Runs something while no other process does, told by a file that names its holder. A file whose holder has died is
 * taken over, so a SIGKILL leaves nothing to clear by hand.
 *
 * @throws WindlassError when another process holds it for too long; the abort reason when it was aborted.
 */
export async function exclusively<T>(
    file: string,
    action: () => Promise<T>,
    options: ExclusiveOptions = {},
): Promise<T> {
    const mine = `${process.pid} ${processStart(process.pid) ?? ""} ${randomBytes(6).toString("hex")}\n`;
    await acquire(file, mine, options);
    try {
        return await action();
    } finally {
        if (read(file) === mine) rmSync(file, { force: true });
    }
}

async function acquire(file: string, mine: string, options: ExclusiveOptions): Promise<void> {
    const { signal, patience = PATIENCE, onWait } = options;
    mkdirSync(dirname(file), { recursive: true });
    const end = performance.now() + patience;
    let told = false;
    for (;;) {
        signal?.throwIfAborted();
        if (create(file, mine) && read(file) === mine) return;
        const theirs = read(file);
        if (theirs === undefined) continue;
        const holder = holderOf(theirs);
        if (holder === undefined) {
            retire(file, theirs);
            continue;
        }
        if (!told) onWait?.(holder);
        told = true;
        if (performance.now() > end) {
            throw new WindlassError({
                file,
                rule: `Process ${holder} has been at work here for too long`,
                remedy: `Wait for it, or stop it with \`kill ${holder}\``,
            });
        }
        await sleep(100, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
    }
}

/** The process that holds a file; undefined when it is gone, or its id is another's by now. */
function holderOf(text: string): number | undefined {
    const [id = "", start = ""] = text.trim().split(" ");
    const pid = Number(id);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    const now = processStart(pid);
    return now !== undefined && (start === "" || text.includes(` ${now} `)) ? pid : undefined;
}

/** Written elsewhere and linked, so that nobody reads it half-written. */
function create(file: string, text: string): boolean {
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    writeFileSync(draft, text, { flag: "wx", mode: 0o600 });
    try {
        linkSync(draft, file);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
        throw error;
    } finally {
        rmSync(draft, { force: true });
    }
}

/** Takes a dead holder's file away. Where another was faster and this caught the new holder's, it is put back. */
function retire(file: string, expected: string): void {
    const away = `${file}.${randomBytes(6).toString("hex")}`;
    try {
        renameSync(file, away);
    } catch {
        return;
    }
    try {
        if (read(away) !== expected) linkSync(away, file);
    } catch {
        // Somebody holds it by now.
    } finally {
        rmSync(away, { force: true });
    }
}

/** @throws WindlassError when something stands there that names no holder: it would be waited for without end */
function read(file: string): string | undefined {
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
        throw new WindlassError({
            file,
            rule: "must be a regular file, by which processes take turns",
            remedy: "Move away what stands there",
        });
    }
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
