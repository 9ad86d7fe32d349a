import assert from "node:assert/strict";

import { readStacks } from "../../cli/read-stacks";
import { LAYERS } from "../../components/kube/layer";
import { FLAGGER_NAMESPACE } from "../../components/flagger/names";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn } from "../../lifecycle/kit/json-path";
import { renderStack } from "../../render/render-stack";
import { type AnalysisCluster, startAnalysisCluster } from "../support/analysis-cluster";
import type { Fault } from "../../tools/simulator/faults";
import { eventually } from "../support/control-plane";
import { type KubeClient, idOf, messageOf } from "../support/kube-api";
import { MESH } from "../support/mesh";

/** The fixture has two applications with a Canary; the third is the second once more, by another name. */
const APPS = ["frontend", "backend", "orders"];
const PROXY = "1.31.1";
const NEXT = "1.31.2";
const BAD = "1.31.3";
const UNSEEN = "1.31.4";

/** Milliseconds a rollout may take: seven checks, ten seconds apart, and pods that are ready for five. */
const ROLLOUT = 120_000;

describe("canaries of a proxy, by real Flagger and Prometheus", function () {
    this.timeout(ROLLOUT + 30_000);
    let site: AnalysisCluster;
    let api: KubeClient;
    let objects: readonly Manifest[];

    before(async function () {
        site = await startAnalysisCluster(this, "e2e-analysis");
        ({ api } = site.cluster);
        for (const app of APPS) site.routes.set(`${app}-canary.prod:9898`, site.simulator);
        objects = await fixtureObjects();
    });
    after(async function () {
        this.timeout(60_000);
        await site?.stop();
    });

    it("begin with primaries that carry the proxy of the lock", async () => {
        for (const object of objects) {
            const answer = await api.apply(object);
            assert.ok(answer.status < 300, `${idOf(object)}: ${messageOf(answer)}`);
        }

        await allReach("Initialized", "Initialized", "Initialized");
        assert.deepEqual(await primaries(), { frontend: PROXY, backend: PROXY, orders: PROXY });
    });

    it("give no canary any traffic, as long as its weight is zero", async () => {
        const count = (workload: string) =>
            site.query(`sum(istio_requests_total{destination_workload="${workload}",response_code="200"})`);
        await eventually(
            "the primaries to be seen",
            async () => Number(await count("backend-primary")) > 100,
        );

        assert.equal(await count("backend"), undefined);
    });

    it("promote a proxy that measures well, and keep back the one workload that does not", async () => {
        await site.setFaults({ workload: "prod/orders", errorRate: 0.3 });
        await bumpProxies(PROXY, NEXT);

        await allReach("Succeeded", "Succeeded", "Failed");
        assert.deepEqual(await primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
        const orders = await api.get(canary("orders"));
        assert.equal(getIn(orders, ["status", "canaryWeight"]), 0);
        assert.match(await eventsOf("orders"), /error-rate [\d.]+ > 1/);
    });

    it("have their webhooks answered by the real load tester, whose load is measured", async () => {
        for (const app of APPS) {
            assert.match(await eventsOf(app), /Pre-rollout check conformance-test passed/);
            const load = `source_workload="load-test",destination_workload="${app}"`;
            assert.ok(
                Number(await site.query(`max_over_time(sum(istio_requests_total{${load}})[5m:5s])`)) > 20,
                app,
            );
        }
    });

    it("roll a bad proxy back everywhere, and leave the primaries as they are", async () => {
        // A load test goes on for a while after its canary is gone, and loses what it sends: the next rollout would be blamed.
        const lost = 'istio_requests_total{destination_service_name=~".*-canary",response_flags="UH"}';
        await eventually("load tests of the last rollout to be forgotten", async () => {
            return ((await site.query(`sum(increase(${lost}[30s]))`)) ?? 0) === 0;
        });

        const bad = (app: string, fault: Fault) => ({ proxyVersion: BAD, workload: `prod/${app}`, ...fault });
        await site.setFaults(
            bad("frontend", { rejections: 1 }),
            bad("backend", { lossRate: 0.4 }),
            bad("orders", { latency: 800 }),
        );
        await bumpProxies(NEXT, BAD);

        await allReach("Failed", "Failed", "Failed");
        assert.deepEqual(await primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
        assert.match(await eventsOf("frontend"), /proxy-config-rejections [\d.]+ > 0/);
        assert.match(await eventsOf("backend"), /proxy-errors [\d.]+ > 1/);
        assert.match(await eventsOf("orders"), /latency [\d.]+ > 500/);
    });

    it("fail where nothing measures them any more, and leave the primaries as they are", async () => {
        await site.setFaults();
        await site.engines.prometheus?.kill();
        try {
            await bumpProxies(BAD, UNSEEN);

            await allReach("Failed", "Failed", "Failed");
            assert.deepEqual(await primaries(), { frontend: NEXT, backend: NEXT, orders: PROXY });
            for (const app of APPS) assert.match(await eventsOf(app), /query failed|no values found/);
        } finally {
            await site.engines.prometheus?.restart();
        }
    });

    async function bumpProxies(from: string, to: string): Promise<void> {
        const deployments = objects.filter(
            ({ kind, metadata }) => kind === "Deployment" && APPS.includes(metadata.name),
        );
        for (const deployment of deployments) {
            const present = JSON.stringify(deployment);
            const next = present.replaceAll(`/proxyv2:${PROXY}-`, `/proxyv2:${to}-`);
            assert.notEqual(next, present);
            const answer = await api.apply(JSON.parse(next) as Manifest);
            assert.ok(answer.status < 300, messageOf(answer));
        }
        await eventually(`canaries of ${to} to be under way, behind those of ${from}`, async () =>
            (await phases()).every((phase) => phase === "Progressing"),
        );
    }

    async function phases(): Promise<readonly unknown[]> {
        const found = await Promise.all(APPS.map((app) => api.get(canary(app))));
        return found.map((object) => getIn(object, ["status", "phase"]));
    }

    async function allReach(...wanted: readonly string[]): Promise<void> {
        await eventually(
            `${APPS.join(", ")} to be ${wanted.join(", ")}`,
            async () => JSON.stringify(await phases()) === JSON.stringify(wanted),
            ROLLOUT,
        );
    }

    /** Version of the proxy in each primary's template. */
    async function primaries(): Promise<Readonly<Record<string, string | undefined>>> {
        const found: Record<string, string | undefined> = {};
        for (const app of APPS) {
            const metadata = { namespace: "prod", name: `${app}-primary` };
            const primary = await api.get({ apiVersion: "apps/v1", kind: "Deployment", metadata });
            found[app] = /\/proxyv2:(\d+\.\d+\.\d+)/.exec(JSON.stringify(primary))?.[1];
        }
        return found;
    }

    /** What Flagger says of a canary. */
    async function eventsOf(app: string): Promise<string> {
        const events = await api.list(
            `/api/v1/namespaces/prod/events?fieldSelector=involvedObject.name%3D${app}`,
        );
        return events.map((event) => String(getIn(event, ["message"]))).join("\n");
    }
});

function canary(name: string): Manifest {
    return { apiVersion: "flagger.app/v1beta1", kind: "Canary", metadata: { namespace: "prod", name } };
}

/** What stack dev renders for Flagger and its workloads, with a third application, and checks as short as Flagger allows. */
async function fixtureObjects(): Promise<readonly Manifest[]> {
    const [dev] = readStacks(MESH, ["dev"]);
    assert.ok(dev);
    const { layers } = await renderStack(dev);
    const flaggers = LAYERS.flatMap((layer) => layers[layer]).filter(
        ({ kind, metadata }) =>
            kind === "MetricTemplate" || (kind === "Namespace" && metadata.name === FLAGGER_NAMESPACE),
    );
    const workloads = layers.workloads.map((object) =>
        object.kind === "Canary" ? shortened(object) : object,
    );
    const orders = workloads
        .filter(({ metadata }) => /^backend(-primary)?$/.test(metadata.name))
        .map((object) => JSON.parse(JSON.stringify(object).replaceAll("backend", "orders")) as Manifest);
    const all = [...flaggers, ...workloads, ...orders];
    const isNamespace = ({ kind }: Manifest) => kind === "Namespace";
    return [...all.filter(isNamespace), ...all.filter((object) => !isNamespace(object))];
}

/** Checks, load tests and windows of queries are as short as they can be: a rollout is to be over in a minute. */
function shortened(object: Manifest): Manifest {
    const { analysis, ...spec } = object.spec as { readonly analysis: Readonly<Record<string, unknown>> };
    const steps = object.metadata.name === "frontend" ? { iterations: 2 } : { stepWeight: 25, maxWeight: 50 };
    const quick = JSON.parse(
        JSON.stringify({ ...analysis, ...steps, threshold: 3, interval: "10s" })
            .replaceAll("hey -z 1m", "hey -z 10s")
            .replaceAll('"interval":"1m"', '"interval":"30s"'),
    ) as object;
    return { ...object, spec: { ...spec, analysis: quick } };
}
