import type { Dispatcher } from "undici";

import { neverPaused } from "./never-paused";

/**
 * Opens connections through the proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case.
 *
 * Called at the first request only: most commands never ask the network, and the library takes its time to load.
 */
export async function openDispatcher(env: Readonly<Record<string, string | undefined>>): Promise<Dispatcher> {
    const { EnvHttpProxyAgent } = await import("undici");
    const read = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? "";
    return new EnvHttpProxyAgent({
        httpProxy: read("HTTP_PROXY"),
        httpsProxy: read("HTTPS_PROXY"),
        noProxy: read("NO_PROXY"),
        connect: { timeout: 10_000 },
        headersTimeout: 30_000,
        // A server that sends a byte now and then is cut off by the attempt's own timeout.
        bodyTimeout: 30_000,
        connections: 6,
    }).compose(neverPaused);
}
