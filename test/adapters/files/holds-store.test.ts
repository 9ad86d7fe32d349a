import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { editHolds } from "../../../lifecycle/holds/holds-edit";
import { changeHolds, holdsText, readHolds } from "../../../adapters/files/holds-store";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the file of holds", () => {
    const folder = temporaryFolder();
    let count = 0;
    const project = (): string => {
        const root = join(folder, String(count++));
        mkdirSync(join(root, "stacks"), { recursive: true });
        return root;
    };

    it("may be missing: then nothing is held", () => {
        assert.deepEqual(readHolds(project()).holds, []);
        assert.equal(holdsText(project()), undefined);
    });

    it("is no link to nothing, no folder and nothing endless", () => {
        const [link, dir, large] = [project(), project(), project()];
        symlinkSync("nowhere", join(link, "stacks/holds.yaml"));
        mkdirSync(join(dir, "stacks/holds.yaml"));
        writeFileSync(join(large, "stacks/holds.yaml"), "#".repeat(2_000_000));

        assert.throws(() => readHolds(link), /is a link to nothing/);
        assert.throws(() => readHolds(dir), /must be a regular file/);
        assert.throws(() => readHolds(large), /must not be larger/);
    });

    it("loses nothing when many write at once, and leaves no other file", async () => {
        const root = project();
        const versions = Array.from({ length: 8 }, (_, patch) => `1.31.${patch}`);
        await Promise.all(
            versions.map((version) =>
                changeHolds(root, (text) =>
                    editHolds(text, {
                        addHolds: [
                            { stack: "dev", system: "istio", version, reason: "x", since: "2026-10-01" },
                        ],
                    }),
                ),
            ),
        );

        assert.deepEqual(new Set(readHolds(root).holds.map(({ version }) => version)), new Set(versions));
        assert.deepEqual(readdirSync(join(root, "stacks")), ["holds.yaml"]);
    });

    it("stays as it was where a change fails", async () => {
        const root = project();
        writeFileSync(join(root, "stacks/holds.yaml"), "schema: windlass/holds/v1\n");

        await assert.rejects(changeHolds(root, () => editHolds("torn: [", {})));
        assert.equal(readFileSync(join(root, "stacks/holds.yaml"), "utf8"), "schema: windlass/holds/v1\n");
    });
});
