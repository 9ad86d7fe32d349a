import { homedir } from "node:os";
import { join } from "node:path";

import { cacheFolder } from "./cache-folder";
import { httpCache } from "./http-cache-store";
import { HttpClient, type HttpClientArgs } from "./http-source";

/** The user's cache folder on this machine. */
export function userCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
    return cacheFolder({ env, platform: process.platform, home: homedir() });
}

/** Lets a piece of work use a client with the user's cache, and closes it whatever happens. */
export async function withHttpClient<T>(
    args: HttpClientArgs & { readonly env: Readonly<Record<string, string | undefined>> },
    work: (client: HttpClient) => Promise<T>,
): Promise<T> {
    const client = new HttpClient({ cache: httpCache(join(userCacheFolder(args.env), "http")), ...args });
    try {
        return await work(client);
    } finally {
        await client.close();
    }
}
