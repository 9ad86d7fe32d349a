import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { stopComponents } from "../../tools/test-bed/component-process";
import { restartComponents } from "../../tools/test-bed/control-plane-process";
import type { EngineHandle } from "../../tools/test-bed/engine-processes";
import type { TestCluster } from "../support/control-plane";
import { fuzzSeed, kills, seededRandom, tell } from "../support/fuzz-seed";
import { type EngineCluster, startEngineCluster } from "../support/engine-cluster";
import { adopt, failure, recover } from "../support/pulumi-recovery";
import { refusesExisting } from "../support/engines";
import { type PulumiProject, killGroup } from "../support/pulumi-workspace";
import { leftovers, namesOf } from "../support/stack-in-cluster";
import { whileRunning } from "../support/while-running";

const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const RELEASES = "/apis/helm.toolkit.fluxcd.io/v2/helmreleases";
/** Kills of the quick mode: in `destroy` and `up` by turns. */
const KILLS = kills(2);

describe("stack dev, killed", function () {
    this.timeout(Math.max(600_000, KILLS * 120_000));
    let site: EngineCluster | undefined;
    let cluster: TestCluster;
    let helm: EngineHandle;
    let project: PulumiProject;
    let crds: readonly string[];

    before(async function () {
        site = await startEngineCluster(this, { name: "e2e-kills" });
        ({ cluster, project } = site);
        const { "helm-controller": controller } = site.engines;
        assert.ok(controller);
        helm = controller;
        crds = await namesOf(cluster.api, CRDS);
        await project.stack(); // An `up` of the CLI makes none.
    });

    afterEach(async () => {
        const now = await namesOf(cluster.api, CRDS);
        const gone = crds.filter((name) => !now.includes(name));
        crds = now;
        assert.deepEqual(gone, [], "a CRD has gone");
    });

    after(() => site?.stop());

    async function converges(): Promise<void> {
        await adopt(project, cluster.api);
        const stack = await project.stack();
        await stack.up(); // The provider's option goes again.
        await stack.up({ expectNoChanges: true });
        // Last: a Deployment that is met while its autoscaler adds pods is marked, and touched by the next up.
        await stack.refresh({ expectNoChanges: true });
    }

    async function releasesHold(text: string): Promise<boolean> {
        return (await cluster.api.request({ path: RELEASES })).text.includes(text);
    }

    it("converges after a kill between the creation of an object and its record", async () => {
        await helm.kill(); // Without an answer the first release is waited for, as it is for minutes in a real cluster.
        const child = project.spawn("up");
        await whileRunning(project.outcome(child), "the first release to be created", () =>
            releasesHold('"name":"istio-base"'),
        );
        await killGroup(child);
        await helm.restart();

        assert.deepEqual(await recover(project, cluster.api), ["istio-base"]);
        if (refusesExisting()) {
            assert.match(await failure((await project.stack()).up()), /"istio-base" already exists/);
        }
        await converges();
    });

    it(`converges after ${KILLS} kills at random moments`, async () => {
        const seed = fuzzSeed();
        const random = seededRandom(seed);
        const moments: string[] = [];
        try {
            for (let kill = 0; kill < KILLS; kill++) {
                // Each `up` meets what the `destroy` before it has left.
                const command = kill % 2 === 0 ? "destroy" : "up";
                const delay = Math.round(2000 + random() * 16_000);
                const child = project.spawn(command);
                await sleep(delay);
                const ended = child.exitCode !== null;
                await killGroup(child);
                const creating = await recover(project, cluster.api);
                moments.push(
                    `${command} +${delay} ms${ended ? ", which had ended" : `, creating ${creating.join(", ") || "nothing"}`}`,
                );
                if (command === "up" || kill === KILLS - 1) await converges();
            }
        } finally {
            tell(`seed ${seed}: killed ${moments.join("; ")}`);
        }
    });

    it("converges after the API server was killed in the middle of an up", async () => {
        project.replace("stacks/dev.lock.yaml", "version: 1.31.1", "version: 1.31.2");
        project.replace("apps/backend/hpa.yaml", "maxReplicas: 4", "maxReplicas: 5");
        await helm.kill(); // The up waits for the release, so that it is in the middle for sure.
        const stack = await project.stack();
        const run = stack.up().then(
            () => "succeeded",
            (error: unknown) => `failed: ${String(error)}`,
        );
        await whileRunning(run, "the release to be changed", () => releasesHold('"version":"1.31.2"'));
        // Waits until its port is free again, which is a moment after it has gone.
        const killed = await stopComponents(cluster.layout, { components: ["kube-apiserver"], grace: 0 });
        assert.equal(killed.length, 1);
        assert.ok(site);
        await restartComponents(cluster.layout, ["kube-apiserver"], site.programs);
        await helm.restart();
        const [ended = ""] = (await run).split(":");
        tell(`the up under way ${ended}`);
        if (ended === "failed") await recover(project, cluster.api);
        await converges();
    });

    it("refuses a second up at once, and names the way out", async () => {
        const stack = await project.stack();
        project.replace("stacks/dev.lock.yaml", "version: 1.31.2", "version: 1.31.3");
        await helm.kill(); // Without an answer for the new version the first one waits.
        const first = project.spawn("up");
        await whileRunning(project.outcome(first), "the release to be changed", () =>
            releasesHold('"version":"1.31.3"'),
        );
        const second = await failure(stack.up());
        await killGroup(first);

        assert.match(second, /the stack is currently locked by 1 lock/);
        assert.match(second, /pulumi cancel/);
        await helm.restart();
        await recover(project, cluster.api);
        await converges();
    });

    it("leaves nothing behind but the namespace that is nobody's to delete", async () => {
        await (await project.stack()).destroy();
        assert.deepEqual(await leftovers(cluster.api), ["prod"]);
    });
});
