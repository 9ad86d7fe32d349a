import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readSidecars } from "../../../adapters/files/sidecars-store";
import {
    LockChangedError,
    findLock,
    lockText,
    requireUnchanged,
    takeTurn,
    writeUpdate,
} from "../../../adapters/files/update-store";
import { projects } from "../../support/project";
import { lockAt } from "../../support/stack-pins";

const LOCK = "stacks/dev.lock.yaml";
const SIDECARS = "stacks/dev.sidecars.yaml";

describe("the store of updates", () => {
    const fresh = projects();

    it("finds a lock and its bytes, or neither", () => {
        const project = fresh();

        const { lock, text } = findLock(project.root, "dev");
        assert.deepEqual([lock?.istio.range, text], ["~1.31", project.read(LOCK)]);

        rmSync(join(project.root, LOCK));
        assert.deepEqual(findLock(project.root, "dev"), { lock: undefined, text: undefined });
    });

    it("takes a damaged lock for no missing one", () => {
        const project = fresh();
        project.write(LOCK, "");

        assert.throws(
            () => findLock(project.root, "dev"),
            /^WindlassError: stacks\/dev\.lock\.yaml: is empty/,
        );
    });

    for (const [what, put, message] of [
        [
            "a link to nothing",
            (file: string) => symlinkSync("nowhere", file),
            /dev\.lock\.yaml: is a link to nothing/,
        ],
        ["a folder", (file: string) => mkdirSync(file), /dev\.lock\.yaml: must be a regular file/],
        [
            "a pipe",
            (file: string) => void spawnSync("mkfifo", [file]),
            /dev\.lock\.yaml: must be a regular file/,
        ],
    ] as const) {
        it(`takes ${what} for no missing lock, waits for nothing, and writes none over it`, async () => {
            const project = fresh();
            rmSync(join(project.root, LOCK));
            put(join(project.root, LOCK));

            assert.throws(() => findLock(project.root, "dev"), { name: "WindlassError", message });
            const { status, noted } = await project.run("update", "--offline", "--stack", "dev");
            const started = await project.run("start");

            assert.deepEqual([status, started.status], [2, 2]);
            assert.match(noted, message);
            assert.doesNotMatch(noted, /^ +at /m);
            assert.equal(lstatSync(join(project.root, LOCK)).isFile(), false);
        });
    }

    it("refuses a name that would lead out of the project", () => {
        assert.throws(() => lockText(fresh().root, "../x"), /is not the name of a stack/);
    });

    it("writes sidecars and lock", () => {
        const project = fresh();
        const sidecars = readSidecars(project.root, "dev");
        rmSync(join(project.root, SIDECARS));

        writeUpdate(project.root, "dev", project.read(LOCK), { lock: lockAt("1.31.0"), sidecars });

        assert.equal(existsSync(join(project.root, SIDECARS)), true);
        assert.equal(findLock(project.root, "dev").lock?.istio.controlPlane.version, "1.31.0");
    });

    it("writes neither over a lock that somebody else has written", () => {
        const project = fresh();
        const sidecars = readSidecars(project.root, "dev");
        const found = lockText(project.root, "dev");
        project.replace(LOCK, "catalog:", "# edited\ncatalog:");
        rmSync(join(project.root, SIDECARS));

        assert.throws(() => writeUpdate(project.root, "dev", found, { lock: lockAt("1.31.0"), sidecars }), {
            exitStatus: 3,
            message:
                "stacks/dev.lock.yaml: somebody else has written it while this update was at work, and nothing was written over it. Look at it, and run the update again.",
        });
        assert.equal(existsSync(join(project.root, SIDECARS)), false);
        assert.equal(lockText(project.root, "dev")?.includes("# edited"), true);
    });

    it("takes a lock that came or went for a changed one", () => {
        const project = fresh();

        assert.throws(() => requireUnchanged(project.root, "dev", undefined), LockChangedError);
        rmSync(join(project.root, LOCK));
        assert.throws(() => requireUnchanged(project.root, "dev", "x"), LockChangedError);
        requireUnchanged(project.root, "dev", undefined);
    });

    it("lets one at a time work on a stack, and others on others", async () => {
        const { root } = fresh();
        const order: string[] = [];
        const work = (name: string) => async (): Promise<void> => {
            order.push(`${name} starts`);
            await sleep(50);
            order.push(`${name} ends`);
        };

        await Promise.all([
            takeTurn(root, "dev", work("first"), {}),
            takeTurn(root, "dev", work("second"), {}),
        ]);
        assert.deepEqual(order, ["first starts", "first ends", "second starts", "second ends"]);

        order.length = 0;
        await Promise.all([
            takeTurn(root, "dev", work("dev"), {}),
            takeTurn(root, "staging", work("staging"), {}),
        ]);
        assert.deepEqual(order.slice(0, 2), ["dev starts", "staging starts"]);
    });
});
