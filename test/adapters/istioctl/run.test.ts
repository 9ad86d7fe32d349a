import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { runIstioctl } from "../../../adapters/istioctl/run";
import { temporaryFolder } from "../../support/temporary-folder";

describe("runIstioctl", () => {
    const root = temporaryFolder();
    const script = (name: string, body: string): string => {
        const file = join(root, name);
        writeFileSync(file, `#!/bin/sh\n${body}\n`);
        chmodSync(file, 0o755);
        return file;
    };

    before(function () {
        if (process.platform === "win32") this.skip();
    });

    it("hands over arguments and input as they are, without a shell, and returns what came back", async () => {
        const istioctl = script("echo", 'printf "%s|" "$@"; cat; echo warned >&2; exit 3');
        const result = await runIstioctl({ istioctl, args: ["a b", "$(id)", ";x"], stdin: "input" });
        assert.deepEqual(result, { stdout: "a b|$(id)|;x|input", stderr: "warned\n", status: 3 });
    });

    it("keeps it from every cluster", async () => {
        const istioctl = script("env", 'echo "$KUBECONFIG $KUBERNETES_SERVICE_HOST."');
        process.env["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";
        try {
            assert.equal((await runIstioctl({ istioctl, args: [] })).stdout, "/dev/null .\n");
        } finally {
            delete process.env["KUBERNETES_SERVICE_HOST"];
        }
    });

    it("kills what takes too long", async () => {
        const istioctl = script("slow", "exec sleep 60");
        await assert.rejects(runIstioctl({ istioctl, args: ["version"], timeout: 50 }), {
            message:
                'istioctl: "version": did not end within 0.05 seconds. Run it again, or by hand to see what it waits for.',
        });
    });

    it("kills it when it is aborted", async () => {
        const istioctl = script("slower", "exec sleep 60");
        const controller = new AbortController();
        const running = runIstioctl({ istioctl, args: [], signal: controller.signal });
        controller.abort(new Error("enough"));
        await assert.rejects(running, /enough/);
    });

    it("says that it cannot be started", async () => {
        await assert.rejects(
            runIstioctl({ istioctl: join(root, "none"), args: [] }),
            /cannot be started \(ENOENT\)/,
        );
    });
});
