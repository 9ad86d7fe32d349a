import assert from "node:assert/strict";
import fc from "fast-check";
import { unzipSingle } from "../../../adapters/istioctl/unzip";
import { zip } from "../../support/archives";

const refuse = (rule: string): Error => new Error(`refused: ${rule}`);

describe("unzipSingle", () => {
    const body = Buffer.from("some program ".repeat(50));
    const archive = zip(body);

    it("gives back what was packed", () => {
        assert.deepEqual(unzipSingle(archive, "istioctl.exe", 10_000, refuse), body);
    });

    it("gives bytes or refuses, whatever byte of the archive is changed", () => {
        fc.assert(
            fc.property(fc.nat(archive.length - 1), fc.integer({ min: 0, max: 255 }), (position, byte) => {
                const damaged = Buffer.from(archive);
                damaged[position] = byte;
                try {
                    assert.ok(unzipSingle(damaged, "istioctl.exe", 10_000, refuse).length <= 10_000);
                } catch (error) {
                    assert.match((error as Error).message, /^refused: /);
                }
            }),
            { numRuns: 2000 },
        );
    });
});
