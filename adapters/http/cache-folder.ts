import { isAbsolute, join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";

/** What tells where a user's caches are. */
export interface CacheFolderArgs {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly platform: NodeJS.Platform;
    /** The user's home folder. */
    readonly home: string;
}

/**
 * The folder for what can be fetched again, shared by all projects of a user: `WINDLASS_CACHE`, else
 * `$XDG_CACHE_HOME/windlass`, else the place the platform has for it. Everything in it is verified before it is used, so
 * a CI may keep it between runs.
 */
export function cacheFolder({ env, platform, home }: CacheFolderArgs): string {
    const named = env["WINDLASS_CACHE"];
    if (named) {
        if (isAbsolute(named)) return named;
        throw new WindlassError({
            key: "WINDLASS_CACHE",
            value: named,
            rule: "must be an absolute path",
            remedy: "Write the whole path, or unset it",
        });
    }
    // The XDG base directory specification has relative paths ignored.
    const xdg = env["XDG_CACHE_HOME"];
    if (xdg && isAbsolute(xdg)) return join(xdg, "windlass");
    if (platform === "darwin") return join(home, "Library", "Caches", "windlass");
    if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "windlass");
    return join(home, ".cache", "windlass");
}
