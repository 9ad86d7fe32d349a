import semver from "semver";

import { WindlassError } from "../../lifecycle/kit/errors";
import { strictVersion } from "../../lifecycle/kit/version-order";

/** Platforms istioctl is released for, as its archives name them. */
export const ISTIOCTL_PLATFORMS = [
    "linux-amd64",
    "linux-arm64",
    "linux-armv7",
    "osx-amd64",
    "osx-arm64",
    "win-amd64",
] as const;

/** One of {@link ISTIOCTL_PLATFORMS}: the keys of a lock's `istioctlDigests`. */
export type IstioctlPlatform = (typeof ISTIOCTL_PLATFORMS)[number];

/** Platforms by `process.platform` and `process.arch`. */
const PLATFORMS: Readonly<Record<string, IstioctlPlatform>> = {
    "linux x64": "linux-amd64",
    "linux arm64": "linux-arm64",
    "linux arm": "linux-armv7",
    "darwin x64": "osx-amd64",
    "darwin arm64": "osx-arm64",
    "win32 x64": "win-amd64",
    // Windows on ARM runs programs for amd64.
    "win32 arm64": "win-amd64",
};

/** How the archive of a platform is called, from which release on; newest first. Source: the assets of the releases. */
const NAMES: Readonly<Record<IstioctlPlatform, readonly (readonly [since: string, ending: string])[]>> = {
    "linux-amd64": [
        ["1.6.0-0", "linux-amd64.tar.gz"],
        ["1.4.0-0", "linux.tar.gz"],
    ],
    "linux-arm64": [["1.6.0-0", "linux-arm64.tar.gz"]],
    "linux-armv7": [["1.6.0-0", "linux-armv7.tar.gz"]],
    "osx-amd64": [
        // The names with an architecture appeared around 1.19; the old ones are still published beside them.
        ["1.20.0-0", "osx-amd64.tar.gz"],
        ["1.4.0-0", "osx.tar.gz"],
    ],
    "osx-arm64": [["1.10.0-0", "osx-arm64.tar.gz"]],
    "win-amd64": [
        ["1.20.0-0", "win-amd64.zip"],
        ["1.4.0-0", "win.zip"],
    ],
};

/**
 * The platform of a machine.
 *
 * @throws WindlassError where istioctl is not released for it
 */
export function istioctlPlatform(platform: string, arch: string): IstioctlPlatform {
    const found = PLATFORMS[`${platform} ${arch}`];
    if (found) return found;
    throw new WindlassError({
        key: "istioctl",
        value: `${platform} ${arch}`,
        rule: "istioctl is not released for this platform",
        remedy: "Build it from its source and set ISTIOCTL to its path",
    });
}

/**
 * Name of the archive with nothing but istioctl: `istioctl-1.31.1-linux-amd64.tar.gz`; undefined where the release has
 * none for the platform.
 *
 * @param version - exact; anything else has none
 */
export function istioctlAsset(version: string, platform: IstioctlPlatform): string | undefined {
    const parsed = strictVersion(version);
    if (!parsed) return undefined;
    const ending = NAMES[platform].find(([since]) => semver.gte(parsed, since))?.[1];
    return ending && `istioctl-${parsed.version}-${ending}`;
}
