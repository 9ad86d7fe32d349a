import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import type { Manifest } from "../../lifecycle/workloads/manifest";
import { deployment, editProxy, isGone } from "./cluster-edits";
import { clusterObjects } from "./cluster-objects";
import { eventually } from "./eventually";
import { templateVersion } from "./mesh-observed";
import type { MeshSteps } from "./mesh-steps";
import { PATIENCE } from "./patience";

const POLICY: Manifest = {
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name: "default", namespace: "istio-system" },
};

/**
 * What is edited and deleted by hand is as in Git again.
 *
 * @param repair Has who delivers look now.
 */
export async function driftIsRepaired(
    { mesh }: MeshSteps,
    {
        git,
        byHand,
        repair,
    }: { readonly git: string; readonly byHand: string; readonly repair: () => Promise<unknown> },
): Promise<void> {
    const { api } = mesh.cluster;
    assert.equal(await isGone(api, POLICY), false);
    await api.delete(POLICY);
    await editProxy(api, "loadtester", byHand);
    assert.equal(await templateVersion(api, "loadtester"), byHand);
    await repair();

    await eventually("the policy to be back", async () => !(await isGone(api, POLICY)), PATIENCE);
    const isGits = async () => (await templateVersion(api, "loadtester")) === git;
    await eventually("the image to be Git's", isGits, PATIENCE);
}

/** An application leaves in two commits, its Canary first, and takes nothing else with it. */
export async function applicationLeaves(
    { mesh, changes, deliver }: MeshSteps,
    untilWhole: (commit: string) => Promise<void>,
): Promise<void> {
    const { project, repository } = mesh;
    const { api } = mesh.cluster;
    const push = async (message: string): Promise<void> => {
        await changes.inject();
        await changes.render();
        const commit = repository.commit(message);
        await deliver(commit);
        await untilWhole(commit);
    };
    const untilGone = (what: string, object: Manifest) =>
        eventually(`${what} to be gone`, () => isGone(api, object), PATIENCE);

    rmSync(project.path("apps/backend/canary.yaml"));
    await push("the canary goes");
    await untilGone("the canary", {
        ...deployment("backend"),
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
    });
    // What it owns is collected behind it.
    await untilGone("its primary", deployment("backend-primary"));
    assert.equal(await isGone(api, deployment("backend")), false);

    rmSync(project.path("apps/backend"), { recursive: true });
    project.replace("stacks/Pulumi.dev.yaml", "      - backend\n", "");
    await push("the rest goes");
    await untilGone("the workload", deployment("backend"));
    for (const name of ["frontend", "frontend-primary", "loadtester"])
        assert.equal(await isGone(api, deployment(name)), false);
    const left = async () =>
        [...(await clusterObjects(api)).keys()].filter((key) => / prod\/backend/.test(key));
    await eventually("nothing of it to be left", async () => (await left()).length === 0, PATIENCE);
}
