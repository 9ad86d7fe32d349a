import { writeText } from "./atomic-write-store";
import { readText } from "./text-source";
import type { Lock } from "../../lifecycle/settings/lock";
import type { LockFile } from "../../lifecycle/settings/lock-parse";
import { formatLock, lockFileName, parseLock, updateCommand } from "../../lifecycle/settings/lock-parse";
import { requireStackName } from "./settings-source";

/** A lock is a page long; anything larger is no lock. */
const MAX_LOCK_SIZE = 1024 * 1024;

/**
 * Reads and checks `stacks/<stack>.lock.yaml`.
 *
 * @param root - folder of the project
 * @throws WindlassError, with every problem of the file at once
 */
export function readLock(root: string, stack: string): LockFile {
    requireStackName(stack);
    const missing = `Run ${updateCommand(stack)}`;
    return parseLock(stack, readText(root, lockFileName(stack), { missing, maxSize: MAX_LOCK_SIZE }));
}

/**
 * Writes `stacks/<stack>.lock.yaml` in one piece.
 *
 * @returns false when the file held the same lock already and was not touched
 */
export function writeLock(root: string, stack: string, lock: Lock): boolean {
    requireStackName(stack);
    return writeText(root, lockFileName(stack), formatLock(stack, lock));
}
