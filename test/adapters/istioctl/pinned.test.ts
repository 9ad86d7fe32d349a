import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { istioctlAsset, istioctlPlatform } from "../../../adapters/istioctl/assets";
import { fetchIstioctl, pinnedDigest } from "../../../adapters/istioctl/pinned";
import type { IstioLock } from "../../../lifecycle/settings/lock";
import { sha256, tarGz, zip } from "../../support/archives";
import { faultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const platform = istioctlPlatform(process.platform, process.arch);
const ASSET = istioctlAsset("1.31.1", platform) ?? "";
const BYTES =
    platform === "win-amd64" ? zip(Buffer.from("binary")) : tarGz({ name: "istioctl", body: "binary" });
const lock = (version: string, digests: Record<string, string>): { istio: IstioLock } => ({
    istio: {
        range: "~1.31",
        controlPlane: { version: "1.31.1", since: "2026-10-01" },
        proxies: { version, since: "2026-10-01" },
        charts: "oci://x.test/c",
        hub: "x.test/h",
        variant: "",
        chartDigests: {},
        istioctlDigests: digests,
        waivers: [],
    },
});

describe("pinnedDigest", () => {
    it("is the digest of the lock whose proxies have the version", () => {
        const locks = [
            lock("1.31.0", { "linux-amd64": "sha256:0" }),
            lock("1.31.1", { "linux-amd64": "sha256:1" }),
        ] as never;

        assert.equal(pinnedDigest(locks, "1.31.1", "linux-amd64"), "sha256:1");
        assert.equal(pinnedDigest(locks, "1.31.0", "linux-amd64"), "sha256:0");
        assert.equal(pinnedDigest(locks, "1.31.1", "osx-arm64"), undefined);
        assert.equal(pinnedDigest(locks, "1.30.0", "linux-amd64"), undefined);
    });

    it("is that of the version its cohorts move to", () => {
        const { istio } = lock("1.31.0", { "linux-amd64": "sha256:0" });
        const next = {
            version: "1.31.1",
            through: "first",
            since: "2026-10-01",
            istioctlDigests: { "linux-amd64": "sha256:1" },
        };
        const locks = [{ istio: { ...istio, proxies: { ...istio.proxies, next } } }];
        assert.equal(pinnedDigest(locks, "1.31.1", "linux-amd64"), "sha256:1");
        assert.equal(pinnedDigest(locks, "1.31.0", "linux-amd64"), "sha256:0");
    });
});

describe("fetchIstioctl", () => {
    const server = faultServer();
    const folder = temporaryFolder();
    const notes: string[] = [];
    const fetch = (digests: Record<string, string>, cache: string) => {
        const env = { WINDLASS_ISTIO_MIRROR: `${server.url}/r`, WINDLASS_CACHE: join(folder, cache) };
        return fetchIstioctl("1.31.1", {
            env,
            locks: [lock("1.31.1", digests)] as never,
            onNote: (text) => notes.push(text),
        });
    };
    beforeEach(() => {
        notes.length = 0;
        server.on(`/r/1.31.1/${ASSET}`, { body: BYTES });
        server.on(`/r/1.31.1/${ASSET}.sha256`, { body: `${sha256(BYTES)} ${ASSET}\n` });
    });

    it("comes from the mirror of the environment, by the lock's digest", async () => {
        const { path, firstSight } = await fetch({ [platform]: `sha256:${sha256(BYTES)}` }, "locked");

        assert.equal(readFileSync(path, "utf8"), "binary");
        assert.deepEqual([firstSight, notes], [false, []]);
    });

    it("says so when nothing but the server vouches for it", async () => {
        await fetch({}, "first");

        assert.deepEqual(notes, [
            `No lock pins istioctl 1.31.1 for ${platform}: its server's own checksum is all that vouches for it.`,
        ]);
    });

    it("refuses what the lock does not pin, though the server vouches for it", async () => {
        await assert.rejects(fetch({ [platform]: `sha256:${"0".repeat(64)}` }, "other"), { exitStatus: 5 });
    });
});
