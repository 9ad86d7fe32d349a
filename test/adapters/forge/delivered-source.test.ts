import assert from "node:assert/strict";

import { readDelivered } from "../../../adapters/forge/delivered-source";
import type { CommitStatus } from "../../../adapters/forge/forge";
import { commitStatusAlert, commitStatusProvider } from "../../../components/flux/commit-status";
import { DELIVERED_LAYERS } from "../../../components/flux/layers";
import { getIn } from "../../../lifecycle/kit/json-path";
import { git } from "../../diff/repository";
import { FakeForge } from "../../support/fake-forge";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository } from "../git/evidence-repository";

const status = (name: string, state: CommitStatus["state"] = "success"): CommitStatus => ({
    name,
    state,
    time: 5,
});

describe("readDelivered", () => {
    const folder = temporaryFolder();
    const repository = (): readonly [root: string, head: string, before: string] => {
        const root = freshRepository(folder);
        git(root, "commit", "--quiet", "--allow-empty", "--message=second");
        return [root, git(root, "rev-parse", "HEAD"), git(root, "rev-parse", "HEAD~1")];
    };

    it("finds each stack's newest commit that Flux told of, and takes nobody else's statuses for it", async () => {
        const [root, head, before] = repository();
        const statuses = {
            [head]: [
                status("windlass/dev/system", "pending"),
                status("kustomization/workloads/0a1b2c3d"),
                status("ci/staging"),
            ],
            [before]: [
                status("windlass/dev/workloads"),
                status("windlass/staging/workloads", "failure"),
                status("windlass/staging/apps"),
            ],
        };
        const found = await readDelivered({
            forge: new FakeForge({ statuses }),
            root,
            stacks: ["dev", "staging", "production"],
        });
        const shown = [...found].map(([stack, { commit, layers }]) => [
            stack,
            commit,
            layers.map(({ layer, state }) => `${layer} ${state}`),
        ]);
        assert.deepEqual(shown, [
            ["dev", head, ["system pending"]],
            ["staging", before, ["workloads failure"]],
        ]);
    });

    it("reads the names that the Bootstrap has Flux write", async () => {
        const [root, head] = repository();
        const { spec } = commitStatusProvider({ url: "https://x.test/a/b", secret: "s", cluster: "dev" });
        const [, prefix] =
            /^'([^']+)' \+ \(event\.involvedObject\.name in \['system', 'gateways'\] \? event\.involvedObject\.name : 'workloads'\)$/.exec(
                String(getIn(spec, ["commitStatusExpr"])),
            ) ?? [];
        const sources = getIn(commitStatusAlert(DELIVERED_LAYERS), ["spec", "eventSources"]) as {
            name: string;
        }[];
        const statuses = { [head]: sources.map(({ name }) => status(`${prefix}${name}`)) };
        const found = await readDelivered({ forge: new FakeForge({ statuses }), root, stacks: ["dev"] });
        assert.deepEqual(
            found.get("dev")?.layers.map(({ layer }) => layer),
            DELIVERED_LAYERS,
        );
    });

    it("asks of no more commits than it has to, nor than it may", async () => {
        const [root, head] = repository();
        const forge = new FakeForge({ statuses: { [head]: [status("windlass/dev/system")] } });
        await readDelivered({ forge, root, stacks: ["dev"] });
        assert.equal(forge.read, 1);
        await readDelivered({ forge, root, stacks: ["staging"], most: 1 });
        assert.equal(forge.read, 2);
    });

    it("says that there is no commit to ask about", async () => {
        const forge = new FakeForge();
        await assert.rejects(
            readDelivered({ forge, root: folder, stacks: ["dev"] }),
            /HEAD: Git knows no commit/,
        );
    });
});
