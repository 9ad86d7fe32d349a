import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { clearAbandoned } from "../../../adapters/files/abandoned-store";
import { writeText } from "../../../adapters/files/atomic-write-store";
import { temporaryFolder } from "../../support/temporary-folder";

const HEX = "0123456789ab";

describe("clearAbandoned", () => {
    const folder = temporaryFolder();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const name = (pid: number): string => `.dev.lock.yaml.${pid}-${HEX}.windlass-tmp`;

    it("clears what a killed run left before it writes, and nothing else", () => {
        writeFileSync(join(folder, name(dead)), "half");
        mkdirSync(join(folder, `.dev.${dead}-${HEX}.windlass-tmp/flux`), { recursive: true });
        writeFileSync(join(folder, name(process.ppid)), "another's, at work");
        writeFileSync(join(folder, "mine.windlass-tmp"), "a person's");

        writeText(folder, "dev.lock.yaml", "x\n");

        assert.deepEqual(
            readdirSync(folder).sort(),
            [name(process.ppid), "dev.lock.yaml", "mine.windlass-tmp"].sort(),
        );
    });

    it("clears a run's whose number another process has by now", () => {
        const later = join(folder, "later");
        mkdirSync(later);
        writeFileSync(join(later, name(process.ppid)), "half");
        const yesterday = new Date(Date.now() - 86_400_000);
        utimesSync(join(later, name(process.ppid)), yesterday, yesterday);

        clearAbandoned(later);

        assert.deepEqual(readdirSync(later), []);
    });

    it("minds no folder that is not there", () => {
        assert.doesNotThrow(() => clearAbandoned(join(folder, "none")));
    });
});
