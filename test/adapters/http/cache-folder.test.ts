import assert from "node:assert/strict";
import { cacheFolder } from "../../../adapters/http/cache-folder";

/** `[environment, platform, folder]` */
const cases: readonly (readonly [Record<string, string>, NodeJS.Platform, string])[] = [
    [{}, "linux", "/home/me/.cache/windlass"],
    [{ XDG_CACHE_HOME: "/xdg" }, "linux", "/xdg/windlass"],
    [{ XDG_CACHE_HOME: "relative" }, "linux", "/home/me/.cache/windlass"],
    [{ WINDLASS_CACHE: "/ci", XDG_CACHE_HOME: "/xdg" }, "linux", "/ci"],
    [{}, "darwin", "/home/me/Library/Caches/windlass"],
    [{ LOCALAPPDATA: "/local" }, "win32", "/local/windlass"],
];

describe("cacheFolder", () => {
    for (const [env, platform, expected] of cases) {
        it(`is ${expected} on ${platform} with ${JSON.stringify(env)}`, () => {
            assert.equal(cacheFolder({ env, platform, home: "/home/me" }), expected);
        });
    }

    it("refuses a relative WINDLASS_CACHE", () => {
        assert.throws(
            () => cacheFolder({ env: { WINDLASS_CACHE: "x" }, platform: "linux", home: "/home/me" }),
            {
                message: 'WINDLASS_CACHE: "x": must be an absolute path. Write the whole path, or unset it.',
            },
        );
    });
});
