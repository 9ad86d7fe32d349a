import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const SINK = join(ROOT, "cli", "output-sink.ts");

/** A process that writes a text through a sink. */
function writer(text: string) {
    const program = `require("tsx/cjs"); const { outputSink } = require(${JSON.stringify(SINK)}); outputSink(1).write(${text}); outputSink(2).write("done\\n");`;
    return spawn(process.execPath, ["-e", program], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
}

describe("outputSink", () => {
    it("writes everything, in order, to a reader that is slow", async () => {
        const child = writer('"x".repeat(1_000_000)');
        let size = 0;
        for await (const chunk of child.stdout) {
            size += (chunk as Buffer).length;
            if (size < 300_000) await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (child.exitCode === null) await once(child, "exit");

        assert.deepEqual([size, child.exitCode], [1_000_000, 0]);
    });

    it("ends without a fault where the reader has seen enough", async () => {
        const child = writer('"x".repeat(10_000_000)');
        child.stdout.once("data", () => child.stdout.destroy());
        const [status] = (await once(child, "exit")) as [number | null];

        assert.equal(status, 0);
    });
});
