import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";

import { endProcesses } from "../../../tools/test-bed/process-end";
import { RUNS, STUBBORN } from "./fake-programs";

describe("the end of processes", () => {
    const children: ChildProcess[] = [];
    const start = (text: string): { readonly pid: number } => {
        const child = spawn("sh", ["-c", text], { stdio: "ignore" });
        children.push(child);
        assert.ok(child.pid);
        return { pid: child.pid };
    };
    const left = () =>
        children
            .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
            .map(({ pid = 0 }) => ({ pid }));
    const nameOf = () => "it";

    afterEach(() => {
        for (const child of children.splice(0)) child.kill("SIGKILL");
    });

    it("waits until they are gone, and returns them", async () => {
        const one = start(RUNS);

        assert.deepEqual(await endProcesses(left, { nameOf }), [one]);
        assert.equal(children[0]?.signalCode, "SIGTERM");
    });

    it("is SIGKILL for those that do not hear", async () => {
        start(STUBBORN);
        await new Promise((resolve) => setTimeout(resolve, 200));

        await endProcesses(left, { grace: 200, nameOf });
        assert.equal(children[0]?.signalCode, "SIGKILL");
    });

    it("ends nothing where nothing runs", async () => {
        assert.deepEqual(await endProcesses(() => [], { nameOf }), []);
    });
});
