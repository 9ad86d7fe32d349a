import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { startDetached } from "../../../tools/test-bed/detached-process";
import { eventually } from "../../support/control-plane";
import { temporaryFolder } from "../../support/temporary-folder";

describe("startDetached", () => {
    const folder = temporaryFolder();
    const log = join(folder, "log");

    it("gives a program PATH and what it is told, and appends what it writes to its log", async () => {
        const program = process.execPath;
        const args = ["-e", "console.log(Object.keys(process.env).sort().join(), process.cwd())"];
        const started = startDetached({ program, args, cwd: folder, env: { HOME: folder }, log });
        assert.ok(started.pid > 0);

        await eventually("the program to end", () => !started.alive());
        assert.match(readFileSync(log, "utf8"), /HOME,PATH/);
    });

    it("tells one that cannot be started by its absence", () => {
        const program = join(folder, "nowhere");
        const { pid, alive } = startDetached({ program, args: [], cwd: folder, env: {}, log });
        assert.deepEqual([pid, alive()], [0, false]);
    });
});
