import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type IstioctlSlot, fillSlot, inspectSlot, openWorkshop } from "../../../adapters/istioctl/cache";
import { sha256, tarGz, zip } from "../../support/archives";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the cache of istioctl", () => {
    const cache = temporaryFolder();
    const bytes = tarGz({ name: "istioctl", body: "binary" });
    const slot: IstioctlSlot = {
        cache,
        version: "1.31.1",
        platform: "linux-amd64",
        asset: "istioctl-1.31.1-linux-amd64.tar.gz",
        sha256: sha256(bytes),
    };
    const workshop = (archive: Buffer, { asset }: IstioctlSlot): string => {
        const folder = openWorkshop(cache);
        writeFileSync(join(folder, asset), archive);
        return folder;
    };

    it("is absent, then filled in one step, then verified", async () => {
        assert.deepEqual(await inspectSlot(slot), { kind: "absent" });

        const path = await fillSlot(slot, workshop(bytes, slot));

        assert.deepEqual(await inspectSlot(slot), { kind: "verified", path });
        assert.equal(readFileSync(path, "utf8"), "binary");
    });

    it("keeps a verified istioctl when another process fills the same slot", async () => {
        const second = workshop(bytes, slot);

        const path = await fillSlot(slot, second);

        assert.deepEqual(await inspectSlot(slot), { kind: "verified", path });
        assert.ok(existsSync(second), "its maker clears it away");
    });

    it("replaces a damaged one", async () => {
        const path = join(cache, "istioctl", "1.31.1", "linux-amd64", slot.sha256, "istioctl");
        writeFileSync(path, "BINARY");
        assert.deepEqual(await inspectSlot(slot), { kind: "damaged", reason: "it was altered" });

        await fillSlot(slot, workshop(bytes, slot));

        assert.equal(readFileSync(path, "utf8"), "binary");
    });

    it("unpacks the zip of Windows", async () => {
        const archive = zip(Buffer.from("program"));
        const windows = {
            ...slot,
            platform: "win-amd64",
            asset: "istioctl-1.31.1-win-amd64.zip",
            sha256: sha256(archive),
        } as const;

        const path = await fillSlot(windows, workshop(archive, windows));

        assert.ok(path.endsWith("istioctl.exe"));
        assert.deepEqual(await inspectSlot(windows), { kind: "verified", path });
    });

    it("gives every piece of work a workshop of its own", () => {
        assert.notEqual(openWorkshop(cache), openWorkshop(cache));
    });
});
