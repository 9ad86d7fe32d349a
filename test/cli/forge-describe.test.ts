import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describeChange } from "../../cli/forge-describe";
import { projects } from "../support/project";

const TERMINAL = {
    print: () => undefined,
    note: () => undefined,
    progress: () => undefined,
    paint: (_: unknown, text: string) => text,
};

describe("describeChange", () => {
    const project = projects();

    function invocation(root: string): Parameters<typeof describeChange>[1] {
        return { root, terminal: TERMINAL, env: {}, signal: new AbortController().signal };
    }

    it("says what windlass diff says, and nothing where that fails", async () => {
        const { root } = project();
        for (const args of [
            ["init", "--quiet"],
            ["add", "--all"],
            ["commit", "--quiet", "-m", "first"],
        ]) {
            spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@x.test", ...args], { cwd: root });
        }

        const text = await describeChange({ from: "HEAD", to: "HEAD", stack: "dev" }, invocation(root));
        assert.match(text ?? "", /^### windlass diff\n/);
        assert.equal(await describeChange({ from: "gone", to: "HEAD" }, invocation(root)), undefined);
    });
});
