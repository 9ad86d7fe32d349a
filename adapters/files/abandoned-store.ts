import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Ending of what is being written; Git ignores it (.gitignore). */
export const TEMPORARY = ".windlass-tmp";

const NAME = /\.(\d{1,10})-[0-9a-f]{12}\.windlass-tmp$/;
/** Milliseconds after which a temporary file is nobody's, whoever has its process's number by now. */
const ABANDONED = 3_600_000;

const swept = new Set<string>();

/**
 * Clears what killed runs left in a folder: temporary files and folders whose process is gone. Once a folder and a run,
 * before this run writes there, so that one with this process's own number is an earlier run's. What cannot be removed
 * is left: it is in nobody's way.
 */
export function clearAbandoned(folder: string): void {
    if (swept.has(folder)) return;
    swept.add(folder);
    for (const name of namesIn(folder)) {
        const pid = NAME.exec(name)?.[1];
        if (pid === undefined || !isAbandoned(join(folder, name), Number(pid))) continue;
        try {
            rmSync(join(folder, name), { recursive: true, force: true });
        } catch {
            // Its folder may not be writable; what is written next will say so.
        }
    }
}

function isAbandoned(path: string, pid: number): boolean {
    if (pid === process.pid || !isRunning(pid)) return true;
    const status = lstatSync(path, { throwIfNoEntry: false });
    return status !== undefined && status.mtimeMs < Date.now() - ABANDONED;
}

function isRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch (error) {
        // Another user's process may not be asked, but it is there.
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

function namesIn(folder: string): readonly string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}
