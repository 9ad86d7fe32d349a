import assert from "node:assert/strict";
import { istioctlAsset, istioctlPlatform, type IstioctlPlatform } from "../../../adapters/istioctl/assets";

/** `[version, platform, asset]` */
const assets: readonly (readonly [string, IstioctlPlatform, string | undefined])[] = [
    ["1.31.1", "linux-amd64", "istioctl-1.31.1-linux-amd64.tar.gz"],
    ["1.31.1", "linux-arm64", "istioctl-1.31.1-linux-arm64.tar.gz"],
    ["1.31.1", "linux-armv7", "istioctl-1.31.1-linux-armv7.tar.gz"],
    ["1.31.1", "osx-amd64", "istioctl-1.31.1-osx-amd64.tar.gz"],
    ["1.31.1", "osx-arm64", "istioctl-1.31.1-osx-arm64.tar.gz"],
    ["1.31.1", "win-amd64", "istioctl-1.31.1-win-amd64.zip"],
    ["1.32.0-rc.0", "linux-amd64", "istioctl-1.32.0-rc.0-linux-amd64.tar.gz"],
    ["1.19.10", "osx-amd64", "istioctl-1.19.10-osx.tar.gz"],
    ["1.19.10", "win-amd64", "istioctl-1.19.10-win.zip"],
    ["1.10.0", "osx-arm64", "istioctl-1.10.0-osx-arm64.tar.gz"],
    ["1.9.9", "osx-arm64", undefined],
    ["1.6.0", "linux-amd64", "istioctl-1.6.0-linux-amd64.tar.gz"],
    ["1.5.10", "linux-amd64", "istioctl-1.5.10-linux.tar.gz"],
    ["1.5.10", "linux-arm64", undefined],
    ["1.3.8", "linux-amd64", undefined],
    ["v1.31.1", "linux-amd64", undefined],
    ["1.31", "linux-amd64", undefined],
    ["1.31.1\n", "linux-amd64", undefined],
    ["1.31.1/../../x", "linux-amd64", undefined],
    ["1.31.1-$(id)", "linux-amd64", undefined],
];

describe("istioctlAsset", () => {
    for (const [version, platform, expected] of assets) {
        it(`is ${expected} for ${JSON.stringify(version)} on ${platform}`, () => {
            assert.equal(istioctlAsset(version, platform), expected);
        });
    }
});

describe("istioctlPlatform", () => {
    for (const [platform, arch, expected] of [
        ["linux", "x64", "linux-amd64"],
        ["linux", "arm64", "linux-arm64"],
        ["linux", "arm", "linux-armv7"],
        ["darwin", "x64", "osx-amd64"],
        ["darwin", "arm64", "osx-arm64"],
        ["win32", "x64", "win-amd64"],
    ] as const) {
        it(`is ${expected} for ${platform} ${arch}`, () => {
            assert.equal(istioctlPlatform(platform, arch), expected);
        });
    }

    it("refuses a platform without a release", () => {
        assert.throws(() => istioctlPlatform("freebsd", "x64"), {
            message:
                'istioctl: "freebsd x64": istioctl is not released for this platform. ' +
                "Build it from its source and set ISTIOCTL to its path.",
        });
    });
});
