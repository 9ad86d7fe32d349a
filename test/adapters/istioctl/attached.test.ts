import assert from "node:assert/strict";
import { runAttached } from "../../../adapters/istioctl/attached";

describe("runAttached", () => {
    const node = (script: string, signal?: AbortSignal) =>
        runAttached({
            istioctl: process.execPath,
            args: ["-e", script],
            env: { ...process.env, WINDLASS_X: "7" },
            signal,
        });

    it("gives back the exit status, and hands over arguments and environment", async () => {
        assert.equal(await node("process.exit(Number(process.env.WINDLASS_X) + process.argv.length)"), 8);
    });

    it("counts a signal as shells do", async () => {
        assert.equal(await node("process.kill(process.pid, 'SIGKILL')"), 137);
    });

    it("ends it when it is aborted", async () => {
        assert.equal(await node("setTimeout(() => {}, 60000)", AbortSignal.timeout(200)), 143);
    });

    it("says when it cannot be started", async () => {
        await assert.rejects(runAttached({ istioctl: "/nowhere/istioctl", args: [], env: {} }), {
            message: 'istioctl: "/nowhere/istioctl": cannot be started (ENOENT).',
        });
    });
});
