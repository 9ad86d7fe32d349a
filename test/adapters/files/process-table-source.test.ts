import assert from "node:assert/strict";
import { spawn } from "node:child_process";

import { listProcesses, processStart } from "../../../adapters/files/process-table-source";

describe("the process table", () => {
    it("shows a process with its arguments while it runs, and not after it", async () => {
        const marker = `--marker=${process.pid}`;
        const program = "console.log('runs'); setInterval(() => {}, 1000)";
        const child = spawn(process.execPath, ["-e", program, "--", marker]);
        // Between the start of a program and its first line Linux does not know its arguments yet.
        await new Promise((resolve) => child.stdout.once("data", resolve));
        const pid = child.pid ?? 0;

        const found = listProcesses().find((candidate) => candidate.pid === pid);
        assert.equal(found?.args.at(-1), marker);
        const start = processStart(pid);
        assert.match(start ?? "", /\S/);
        assert.equal(processStart(pid), start);

        child.kill("SIGKILL");
        await new Promise((resolve) => child.once("exit", resolve));
        assert.equal(
            listProcesses().find((candidate) => candidate.pid === pid),
            undefined,
        );
        assert.equal(processStart(pid), undefined);
    });
});
