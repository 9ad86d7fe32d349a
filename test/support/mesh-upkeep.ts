import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { deployment, editProxy, isGone, patchDeployment } from "./cluster-edits";
import { clusterObjects } from "./cluster-objects";
import { eventually } from "./eventually";
import { templateVersion } from "./mesh-observed";
import type { MeshSteps } from "./mesh-steps";
import { PATIENCE } from "./patience";
import { differences, written } from "./quiet-cluster";

/** Milliseconds in which nothing may be written. */
const QUIET = 180_000;

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

/** An istiod that is scaled to zero stays there, whoever delivers (issue 19, 3), and serves as soon as it is scaled back. */
export async function istiodStaysAtZero({ mesh }: MeshSteps, repair: () => Promise<unknown>): Promise<void> {
    const { api } = mesh.cluster;
    const istiod = deployment("istiod", "istio-system");
    const replicas = async () => getIn(await api.get(istiod), ["spec", "replicas"]);
    const scale = (count: number) => patchDeployment(api, istiod, { spec: { replicas: count } });
    const before = Number(await replicas());
    await scale(0);
    await repair();
    await sleep(20_000);
    assert.equal(await replicas(), 0);
    await scale(before);
    await eventually("istiod to serve", () => mesh.istiods.serving().includes("istiod"), PATIENCE);
}

/** Nothing of a cluster is written for three minutes. */
export async function isNotWrittenTo(
    { mesh }: MeshSteps,
    before: ReadonlyMap<string, string>,
): Promise<void> {
    const end = Date.now() + QUIET;
    while (Date.now() < end) {
        await sleep(5_000);
        assert.deepEqual(differences(before, await written(mesh.cluster.api)), []);
    }
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
