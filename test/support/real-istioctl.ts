import { existsSync } from "node:fs";
import type { Context } from "mocha";
import { runIstioctl } from "../../adapters/istioctl/run";

/** Path of the real istioctl some tests need; empty where there is none. */
export const ISTIOCTL = process.env["ISTIOCTL"] ?? "";

/** Version of the real istioctl. Skips the suite, and says so, where there is none. Call it in `before`. */
export async function istioctlVersionOrSkip(context: Context): Promise<string> {
    if (ISTIOCTL !== "" && existsSync(ISTIOCTL)) {
        const { stdout } = await runIstioctl({ istioctl: ISTIOCTL, args: ["version", "--remote=false"] });
        const version = /(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
        if (version !== undefined) return version;
    }
    process.stdout.write("    skipped: set ISTIOCTL to the path of a real istioctl to run these\n");
    return context.skip();
}
