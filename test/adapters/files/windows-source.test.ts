import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readWindows, windowsText } from "../../../adapters/files/windows-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("the file of windows", () => {
    const folder = temporaryFolder();
    let count = 0;
    const project = (): string => {
        const root = join(folder, String(count++));
        mkdirSync(join(root, "stacks"), { recursive: true });
        return root;
    };

    it("may be missing: then steps may start at any time", () => {
        const { windows, freezes, timeZone } = readWindows(project());
        assert.deepEqual({ windows, freezes, timeZone }, { windows: [], freezes: [], timeZone: "UTC" });
        assert.equal(windowsText(project()), undefined);
    });

    it("is no link to nothing, no folder and nothing endless", () => {
        const [link, dir, large] = [project(), project(), project()];
        symlinkSync("nowhere", join(link, "stacks/windows.yaml"));
        mkdirSync(join(dir, "stacks/windows.yaml"));
        writeFileSync(join(large, "stacks/windows.yaml"), "#".repeat(2_000_000));

        assert.throws(() => readWindows(link), /is a link to nothing/);
        assert.throws(() => readWindows(dir), /must be a regular file/);
        assert.throws(() => readWindows(large), /must not be larger/);
    });
});
