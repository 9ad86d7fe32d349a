import assert from "node:assert/strict";
import { runTool } from "../../../adapters/build/run-tool";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

describe("runTool", () => {
    const folder = temporaryFolder();
    const run = (script: string, signal?: AbortSignal): Promise<string> => {
        const path = fakeIstioctl(folder, "tool", script);
        return runTool({
            tool: "helm",
            path,
            args: ["template", "a; b"],
            cwd: folder,
            env: { OWN: "1" },
            signal,
        });
    };

    it("hands arguments over as they are, and no cluster", async () => {
        assert.equal(await run('echo "$2|$OWN|$KUBECONFIG|$KUBERNETES_SERVICE_HOST"'), "a; b|1|/dev/null|\n");
    });

    it("tells what the tool said last", async () => {
        await assert.rejects(run('echo "Error: chart is broken." >&2; echo usage >&2; exit 1'), {
            message:
                'helm: "template a; b": says: chart is broken. Run it by hand to see more: helm template a; b.',
        });
    });

    it("says so where it cannot be run, or said nothing", async () => {
        await assert.rejects(run("exit 3"), /cannot be run \(3\)/);
        await assert.rejects(
            runTool({ tool: "helm", path: "/none/helm", args: [], cwd: folder }),
            /cannot be run \(ENOENT\)/,
        );
    });

    it("ends with the reason it was aborted for", async () => {
        const abort = new AbortController();
        const reason = new Error("enough");
        setTimeout(() => abort.abort(reason), 50);

        await assert.rejects(run("exec sleep 30", abort.signal), reason);
    });
});
