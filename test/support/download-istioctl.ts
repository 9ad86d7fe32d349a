// Run as a child process: downloads an istioctl as the environment says and prints where it is. With FREEZE it stops for
// good between the download and the rename, for its parent to kill it.
import { createRequire } from "node:module";
import { HttpClient } from "../../adapters/http/http-source";
import { downloadIstioctl } from "../../adapters/istioctl/download";

async function main(): Promise<void> {
    const { RELEASES = "", CACHE = "", DIGEST = "", FREEZE } = process.env;
    if (FREEZE) {
        const fs = createRequire(__filename)("node:fs") as { renameSync: unknown };
        fs.renameSync = () => {
            process.stdout.write("frozen\n");
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        };
    }
    const client = new HttpClient({ env: {} });
    const { path } = await downloadIstioctl({
        version: "1.31.1",
        platform: "linux-amd64",
        digest: DIGEST,
        releases: new URL(RELEASES),
        client,
        cache: CACHE,
    });
    await client.close();
    process.stdout.write(`${path}\n`);
}

void main();
