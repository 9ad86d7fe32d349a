import assert from "node:assert/strict";

import type { CommitStatus } from "../../adapters/forge/forge";
import { askForge } from "../../cli/forge-status";
import { commitBase, git } from "../diff/repository";
import { FakeForge } from "../support/fake-forge";
import { projects } from "../support/project";

describe("askForge", () => {
    const fresh = projects();
    const { signal } = new AbortController();

    it("judges the lock of the commit that Flux told of, not that of the work tree", async () => {
        const project = fresh();
        const { root } = project;
        commitBase(project);
        const head = git(root, "rev-parse", "HEAD");
        project.write("stacks/dev.lock.yaml", "damaged");
        const time = Date.parse("2026-11-24T12:00:00Z");
        const statuses = ["system", "gateways", "workloads"].map((layer): CommitStatus => ({
            name: `windlass/dev/${layer}`,
            state: "success",
            time,
        }));
        const forge = new FakeForge({ statuses: { [head]: statuses } });

        const looks = await askForge({ root, signal, forge, stacks: ["dev", "staging"] });
        assert.deepEqual(looks.get("dev")?.live, {
            seen: "2026-11-24T12:00:00Z",
            way: "forge",
            commit: head,
            health: "healthy",
            findings: [],
        });
        const seen = looks.get("dev")?.extend?.(undefined);
        assert.deepEqual(
            seen?.verified.map(({ part, version }) => `${part} ${version}`),
            ["control-plane 1.31.1", "proxies 1.31.1"],
        );
        const { live, extend } = looks.get("staging") ?? {};
        assert.deepEqual([live?.health, extend], ["unreachable", undefined]);
        assert.match(live?.unreachable ?? "", /told the forge nothing of it in the last 20 commits/);
    });
});
