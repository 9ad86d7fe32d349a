import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { exclusively } from "../../../adapters/files/exclusive-store";
import { processStart } from "../../../adapters/files/process-table-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("exclusively", () => {
    const folder = temporaryFolder();
    const file = join(folder, "a.lock");

    it("lets one in after the other", async () => {
        const events: string[] = [];
        const turn = (name: string) =>
            exclusively(file, async () => {
                events.push(`${name} in`);
                await sleep(20);
                events.push(`${name} out`);
            });

        await Promise.all(["a", "b", "c", "d"].map(turn));

        assert.equal(events.length, 8);
        for (let index = 0; index < events.length; index += 2) {
            assert.equal(events[index + 1], events[index]?.replace(" in", " out"));
        }
        assert.deepEqual(readdirSync(folder), []);
    });

    it("opens again when the action fails", async () => {
        await assert.rejects(
            exclusively(file, () => Promise.reject(new Error("broken"))),
            { message: "broken" },
        );
        assert.equal(existsSync(file), false);
    });

    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    for (const [sentence, text] of [
        ["of a process that has ended", `${dead} 123 abc\n`],
        ["of an earlier process with the id of one that runs", `${process.pid} 1 abc\n`],
        ["that says nothing", ""],
    ] as const) {
        it(`takes over a file ${sentence}`, async () => {
            writeFileSync(file, text);

            assert.equal(await exclusively(file, () => Promise.resolve("done")), "done");
            assert.deepEqual(readdirSync(folder), []);
        });
    }

    for (const [what, put] of [
        ["a folder", () => mkdirSync(file)],
        ["a pipe", () => spawnSync("mkfifo", [file])],
        ["a link to nothing", () => symlinkSync("nowhere", file)],
    ] as const) {
        it(`says that ${what} stands in the way, and does not wait for it`, async () => {
            put();

            await assert.rejects(
                exclusively(file, () => Promise.resolve()),
                {
                    name: "WindlassError",
                    message: /a\.lock: must be a regular file, by which processes take turns/,
                },
            );
            rmSync(file, { recursive: true });
        });
    }

    it("says whom it waits for, and gives up with a remedy", async () => {
        writeFileSync(file, `${process.pid} ${processStart(process.pid)} other\n`);
        const waited: number[] = [];

        await assert.rejects(
            exclusively(file, () => Promise.resolve(), { patience: 50, onWait: (pid) => waited.push(pid) }),
            {
                message: `${file}: Process ${process.pid} has been at work here for too long. Wait for it, or stop it with \`kill ${process.pid}\`.`,
            },
        );
        assert.deepEqual(waited, [process.pid]);
        const reason = new Error("enough");
        await assert.rejects(
            exclusively(file, () => Promise.resolve(), { signal: AbortSignal.abort(reason) }),
            reason,
        );
    });
});
