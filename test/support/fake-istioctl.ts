import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A shell script that stands in for istioctl where a test needs one that misbehaves; the real one never would. */
export function fakeIstioctl(folder: string, name: string, script: string): string {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
}
