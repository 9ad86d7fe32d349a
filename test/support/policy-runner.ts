import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { executableOnPath } from "../../adapters/files/executable-source";

/**
 * Has Pulumi find what runs a Node policy pack: its language host where that is on PATH, else the program it asks for in the
 * host's place, which is handed the engine's address in the pack's folder. Both start the same part of `@pulumi/pulumi`.
 *
 * @param folder Is put on PATH where it is needed.
 */
export function providePolicyRunner(folder: string): void {
    const { env } = process;
    if (executableOnPath("pulumi-language-nodejs", env) !== undefined) return;
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const program = join(folder, "pulumi-analyzer-policy-nodejs");
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${runner}' "$1" "$2"\n`);
    chmodSync(program, 0o755);
    env["PATH"] = [env["PATH"], folder].join(delimiter);
}
