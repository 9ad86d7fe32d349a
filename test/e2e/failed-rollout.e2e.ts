import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { stopComponents } from "../../tools/test-bed/component-process";
import { restartComponents } from "../../tools/test-bed/control-plane-process";
import { programsOrSkip } from "../support/control-plane";
import { type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { tell } from "../support/fuzz-seed";
import { primaries } from "../support/mesh-observed";
import { all } from "../support/mesh-steps";
import { addSecondWave, observeFrom, says } from "../support/observed-project";
import { PATIENCE } from "../support/patience";
import { untilSettled } from "../support/rollout";

/** Releases that the catalog has: `update` decides by it. */
const [GOOD, BAD] = ["1.31.0", "1.31.1"] as const;
const DAY = 24 * 60 * 60_000;

describe("Windlass, as it sees a rollout of the first wave fail on a real mesh", function () {
    this.timeout(PATIENCE * 2);
    const kubeconfig = process.env["KUBECONFIG"];
    let site: DeliveredMesh;
    let programs: Awaited<ReturnType<typeof programsOrSkip>>;

    before(async function () {
        const args = { delivery: "pulumi", name: "e2e-failed", istio: [GOOD, BAD] } as const;
        site = await startDeliveredMesh(this, args);
        programs = await programsOrSkip(this);
        const { project, cluster } = site.mesh;
        process.env["KUBECONFIG"] = cluster.layout.kubeconfig;
        observeFrom(project, `windlass-${cluster.layout.name}`);
        addSecondWave(project, GOOD, BAD);
        await bringUp(this, site, { prepare: (changes) => changes.begin(GOOD) });
    });
    after(async function () {
        this.timeout(120_000);
        if (kubeconfig === undefined) delete process.env["KUBECONFIG"];
        else process.env["KUBECONFIG"] = kubeconfig;
        await site?.mesh.stop();
    });
    afterEach(async function () {
        if (this.currentTest?.state === "failed") tell(await site.steps.state());
    });

    /** Takes the next step, commits and delivers it. */
    async function step(version: string, command: string): Promise<void> {
        const { steps, mesh } = site;
        await steps.changes.step(version, command);
        await steps.deliver(mesh.repository.commit(`${command} ${version}`));
    }

    it("moves nothing before anything was seen, and the control plane once it was", async () => {
        const held = await says(
            site.mesh.project,
            ExitStatus.noCandidate,
            "update",
            "--stack",
            "dev",
            "--offline",
        );
        assert.match(held, /nothing was seen of dev yet: run .*status --stack dev --record/);

        await says(site.mesh.project, ExitStatus.ok, "status", "--stack", "dev", "--record");
        await step(BAD, "update");
        assert.deepEqual(site.steps.changes.pins, { controlPlane: BAD, proxies: GOOD });
        await site.steps.untilControlPlane(BAD);
    });

    it("says that the API server is away, and holds the proxies once what was seen is old", async () => {
        const { layout } = site.mesh.cluster;
        const killed = await stopComponents(layout, { components: ["kube-apiserver"], grace: 0 });
        assert.equal(killed.length, 1);
        try {
            assert.match(
                await says(site.mesh.project, ExitStatus.unreachable, "status", "--stack", "dev", "--record"),
                /unreachable/,
            );
            const later = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10);
            const words = ["update", "--stack", "dev", "--offline", "--at", later];
            assert.match(
                await says(site.mesh.project, ExitStatus.noCandidate, ...words),
                /status --stack dev --record/,
            );
        } finally {
            await restartComponents(layout, ["kube-apiserver"], programs);
        }
    });

    it("lets the proxies follow a control plane that was seen, and no primary take a bad one", async () => {
        await says(site.mesh.project, ExitStatus.ok, "status", "--stack", "dev", "--record");
        await site.mesh.setFaults({ proxyVersion: BAD, errorRate: 0.5 });
        await step(BAD, "update");
        assert.deepEqual(site.steps.changes.pins, { controlPlane: BAD, proxies: BAD });

        await site.steps.untilPhases("Failed");
        assert.deepEqual(await primaries(site.mesh.cluster.api), all(GOOD));
    });

    it("says which canaries failed, and holds the next wave and the stack itself", async () => {
        const seen = await says(
            site.mesh.project,
            ExitStatus.failing,
            "status",
            "--stack",
            "dev",
            "--record",
        );
        assert.match(seen, /prod\/Canary\/backend/);
        const lock = readFileSync(site.mesh.project.path("stacks/staging.lock.yaml"), "utf8");

        const next = await says(
            site.mesh.project,
            ExitStatus.noCandidate,
            "update",
            "--stack",
            "staging",
            "--offline",
        );
        assert.match(next, /1\.31\.1 .*its rollout was seen to fail in dev on .*: prod\/Canary\/backend/);
        assert.equal(readFileSync(site.mesh.project.path("stacks/staging.lock.yaml"), "utf8"), lock);
        const own = await says(
            site.mesh.project,
            ExitStatus.noCandidate,
            "update",
            "--stack",
            "dev",
            "--offline",
        );
        assert.match(own, /the way back is .*1\.31\.1 → 1\.31\.0: .*rollback --stack dev/);
    });

    it("goes back by rollback, after which nothing fails any more", async () => {
        await step(GOOD, "rollback");
        assert.equal(site.steps.changes.pins.proxies, GOOD);
        await untilSettled(site.steps, GOOD);

        await says(site.mesh.project, ExitStatus.ok, "status", "--stack", "dev", "--record");
    });
});
