import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { getIn } from "../../lifecycle/kit/json-path";
import { eventually } from "../support/control-plane";
import { type DeliveredMesh, bringUp, startDeliveredMesh } from "../support/delivered-mesh";
import { tell } from "../support/fuzz-seed";
import { FluxDeliverer } from "../support/flux-deliverer";
import { messageOf } from "../support/kube-api";
import { RELEASES, isReady, nameOf } from "../support/mesh-observed";
import { addSecondWave, observeFrom, says } from "../support/observed-project";
import { PATIENCE } from "../support/patience";
import type { PulumiProject } from "../support/pulumi-workspace";

/** Releases that the catalog has: `update` decides by it. */
const [GOOD, BAD] = ["1.31.0", "1.31.1"] as const;
const NAMESPACE = "istio-ingress";
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

describe("a gateway whose next version never comes up, with real helm-controller", function () {
    this.timeout(PATIENCE * 2);
    const kubeconfig = process.env["KUBECONFIG"];
    let site: DeliveredMesh;

    before(async function () {
        site = await startDeliveredMesh(this, { delivery: "flux", name: "e2e-gateway", istio: [GOOD, BAD] });
        const { project, cluster } = site.mesh;
        process.env["KUBECONFIG"] = cluster.layout.kubeconfig;
        observeFrom(project, `windlass-${cluster.layout.name}`);
        addSecondWave(project, GOOD, BAD);
        await bringUp(this, site, {
            prepare: async (changes) => {
                await changes.begin(GOOD);
                changes.pinGateway(GOOD);
            },
        });
        await site.steps.bumpControlPlane(BAD);
        await site.steps.bumpProxies(BAD);
        await site.steps.untilPromoted(BAD);
    });
    after(async function () {
        this.timeout(120_000);
        if (kubeconfig === undefined) delete process.env["KUBECONFIG"];
        else process.env["KUBECONFIG"] = kubeconfig;
        await site?.mesh.stop();
    });
    afterEach(async function () {
        if (this.currentTest?.state === "failed") tell(JSON.stringify(await release()));
    });

    it("is taken back by Helm, and no pod that serves has gone", async () => {
        const { steps, mesh } = site;
        const serving = await readyPods();
        assert.ok(serving.length > 0);
        await allowPods(serving.length);

        const watched = watchReady(serving);
        steps.changes.pinGateway(BAD);
        await steps.changes.render();
        hurry(mesh.project);
        mesh.repository.commit(`gateway ${BAD}`);
        // The workloads wait for the gateway, which does not come up.
        await new FluxDeliverer(mesh.cluster.api).fetch();
        await eventually(
            "helm-controller to have gone back",
            async () => {
                const found = await release();
                return !isReady(found) && newestChart(found) === GOOD;
            },
            PATIENCE,
        );
        assert.deepEqual(await watched.stop(), []);
        assert.match(JSON.stringify(getIn(await release(), ["status", "conditions"])), /RollbackSucceeded/);
    });

    it("is told as failing, kept as evidence, and holds the next wave", async () => {
        const seen = await says(
            site.mesh.project,
            ExitStatus.failing,
            "status",
            "--stack",
            "dev",
            "--record",
        );
        assert.match(seen, /istio-ingress.*1\.31\.0.*Git has 1\.31\.1: its upgrade failed/s);

        const next = await says(
            site.mesh.project,
            ExitStatus.noCandidate,
            "update",
            "--stack",
            "staging",
            "--offline",
        );
        assert.match(next, /1\.31\.1 .*its rollout was seen to fail in dev/);
    });

    it("is well again after git revert, with no human hand in the cluster", async () => {
        const { steps, mesh } = site;
        await allowPods(100);
        const commit = mesh.repository.revert();
        await steps.deliver(commit);
        await site.untilWhole(commit);

        const found = await release();
        assert.ok(isReady(found));
        assert.equal(newestChart(found), GOOD);
        await says(site.mesh.project, ExitStatus.ok, "status", "--stack", "dev");
    });

    async function release(): Promise<unknown> {
        return (await site.mesh.cluster.api.list(RELEASES)).find((each) => nameOf(each) === NAMESPACE);
    }

    /** Version of the chart that Helm installed last. */
    function newestChart(found: unknown): unknown {
        const history = getIn(found, ["status", "history"]);
        return Array.isArray(history) ? getIn(history[0], ["chartVersion"]) : undefined;
    }

    /** Names of the gateway's pods that are ready. */
    async function readyPods(): Promise<readonly string[]> {
        return (await site.mesh.cluster.api.list(PODS))
            .filter((pod) =>
                /"type":"Ready","status":"True"|"status":"True","type":"Ready"/.test(JSON.stringify(pod)),
            )
            .map(nameOf);
    }

    /** Notes each of some pods that is ready no more. */
    function watchReady(names: readonly string[]) {
        const gone = new Set<string>();
        const timer = setInterval(() => {
            readyPods().then(
                (ready) => names.filter((name) => !ready.includes(name)).forEach((name) => gone.add(name)),
                () => undefined,
            );
        }, 500);
        return {
            stop: () => {
                clearInterval(timer);
                return Promise.resolve([...gone]);
            },
        };
    }

    /** As a full cluster does it: no more pods than these. */
    async function allowPods(count: number): Promise<void> {
        const answer = await site.mesh.cluster.api.apply({
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: { name: "full", namespace: NAMESPACE },
            spec: { hard: { pods: String(count) } },
        });
        assert.ok(answer.status < 300, messageOf(answer));
    }
});

/** Helm gives up after seconds, and not after the minutes that images take. */
function hurry(project: PulumiProject): void {
    project.replace(
        "clusters/dev/gateways/istio-ingress-helmrelease-istio-ingress.helm.yaml",
        "timeout: 5m",
        "timeout: 20s",
    );
}
