import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Changes one bit of a file. */
export function flip(file: string): void {
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
}

/** Puts a link in a file's place, to the same bytes elsewhere. */
export function relink(binary: string): void {
    writeFileSync(`${binary}.real`, readFileSync(binary), { mode: 0o755 });
    renameSync(`${binary}.real`, join(dirname(dirname(binary)), "elsewhere"));
    rmSync(binary);
    symlinkSync(join(dirname(dirname(binary)), "elsewhere"), binary);
}
