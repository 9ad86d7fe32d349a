import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import { getIn } from "../../lifecycle/kit/json-path";
import { clusterObjects, lostObjects } from "../support/cluster-objects";
import { type TestCluster, eventually } from "../support/control-plane";
import { FluxDeliverer } from "../support/flux-deliverer";
import { KUSTOMIZATIONS } from "../support/mesh-observed";
import type { MeshRepository } from "../support/mesh-repository";
import { exportedState, nameOf } from "../support/pulumi-recovery";
import type { PulumiProject } from "../support/pulumi-workspace";
import { FLUX_ENGINES, type RealDelivery, startRealDelivery } from "../support/real-delivery";
import { runWindlass } from "../support/run-windlass";
import { namesOf } from "../support/stack-in-cluster";

const CANARIES = "/apis/flagger.app/v1beta1/canaries";
/** Milliseconds until Flux has brought a commit to all layers. */
const PATIENCE = 240_000;

/** The four states of docs/delivery.md. */
const STATES = {
    pulumi: { delivery: "pulumi", handover: "none" },
    givenUp: { delivery: "pulumi", handover: "underway" },
    taken: { delivery: "flux", handover: "underway" },
    flux: { delivery: "flux", handover: "none" },
} as const;
type State = keyof typeof STATES;

describe("stack dev, handed over from Pulumi to the real Flux and back", function () {
    this.timeout(900_000);
    let real: RealDelivery | undefined;
    let cluster: TestCluster;
    let project: PulumiProject;
    let repository: MeshRepository;
    let held: ReadonlyMap<string, string>;
    let state: State = "pulumi";

    before(async function () {
        real = await startRealDelivery(this, {
            name: "e2e-handover",
            engines: [...FLUX_ENGINES, "flagger"],
        });
        ({ cluster, project, repository } = real);
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "windlass:delivery: pulumi",
            "windlass:handover: none\n  windlass:delivery: pulumi",
        );
    });

    after(() => real?.stop());

    function write(next: State): void {
        for (const key of ["delivery", "handover"] as const) {
            const [now, then] = [STATES[state][key], STATES[next][key]];
            project.replace("stacks/Pulumi.dev.yaml", `windlass:${key}: ${now}`, `windlass:${key}: ${then}`);
        }
        state = next;
    }

    async function render(): Promise<void> {
        const { status, noted } = await runWindlass(project.folder, "render", "--stack", "dev");
        assert.equal(status, 0, noted);
    }

    /** What `check` refuses of the change since the last commit, of the delivery alone. */
    async function refusals(): Promise<string> {
        const words = ["check", "--stack", "dev", "--offline", "--from", "HEAD"];
        const { printed, noted } = await runWindlass(project.folder, ...words);
        const lines = `${printed}\n${noted}`.split("\n");
        return lines.filter((line) => /^refused.*delivery-move/.test(line)).join("\n");
    }

    /** One documented step: what is written is checked, committed, and brought up. */
    async function step(next: State): Promise<void> {
        write(next);
        await render();
        assert.equal(await refusals(), "");
        repository.commit(next);
        await (await project.stack()).up();
    }

    async function nothingIsLost(): Promise<void> {
        assert.deepEqual(lostObjects(held, await clusterObjects(cluster.api)), []);
    }

    async function untilFluxHasAll(): Promise<void> {
        await new FluxDeliverer(cluster.api).untilAllReady();
    }

    it("is brought up by Pulumi", async () => {
        await render();
        repository.commit("pulumi");
        await (await project.stack()).up();
        const isInitialized = (canary: unknown) => getIn(canary, ["status", "phase"]) === "Initialized";
        await eventually(
            "canaries to be initialized",
            async () => {
                const canaries = await cluster.api.list(CANARIES);
                return canaries.length > 0 && canaries.every(isInitialized);
            },
            PATIENCE,
        );
        held = await untilQuiet(cluster);
        assert.ok(held.has("apps/v1 Deployment istio-system/istiod"));
        assert.ok(held.has("apps/v1 Deployment prod/backend-primary"));
    });

    it("refuses the step that skips all others", async () => {
        write("flux");
        await render();
        const refused = await refusals();
        write("pulumi");
        repository.discard();

        assert.match(refused, /delivery-move/);
    });

    it("is given up by Pulumi, which marks it for Flux", async () => {
        await step("givenUp");
        await nothingIsLost();
    });

    it("is taken by Flux while Pulumi forgets it", async () => {
        await step("taken");
        await untilFluxHasAll();
        await nothingIsLost();

        const { resources = [] } = await exportedState(project);
        const names = resources.map(({ urn }) => nameOf(urn));
        assert.deepEqual(
            names.filter((name) => name.startsWith("workloads-apps")),
            [],
        );
    });

    it("is Flux's", async () => {
        await step("flux");
        await untilFluxHasAll();
        await nothingIsLost();
    });

    it("is given up by Flux", async () => {
        await step("taken");
        await untilFluxHasAll();
        await nothingIsLost();
    });

    it("is adopted by Pulumi, which removes the Kustomizations", async () => {
        await step("givenUp");
        assert.deepEqual(await namesOf(cluster.api, KUSTOMIZATIONS), []);
        await nothingIsLost();
    });

    it("is Pulumi's again, and at rest", async () => {
        await step("pulumi");
        await nothingIsLost();

        await (await project.stack()).up({ expectNoChanges: true });
    });

    it("loses what is taken out of it, and nothing else", async () => {
        rmSync(project.path("apps/backend/pdb.yaml"));
        await (await project.stack()).up();

        assert.deepEqual(lostObjects(held, await clusterObjects(cluster.api)), [
            "policy/v1 PodDisruptionBudget prod/backend-primary is gone",
        ]);
    });
});

/** The objects of a cluster once they have been the same for ten seconds: autoscalers and Flagger are done. */
async function untilQuiet({ api }: TestCluster): Promise<ReadonlyMap<string, string>> {
    let last = await clusterObjects(api);
    let since = Date.now();
    const isQuiet = async () => {
        const now = await clusterObjects(api);
        if (now.size !== last.size || lostObjects(last, now).length > 0) since = Date.now();
        last = now;
        return Date.now() - since > 10_000;
    };
    await eventually("the cluster to be quiet", isQuiet, PATIENCE);
    return last;
}
