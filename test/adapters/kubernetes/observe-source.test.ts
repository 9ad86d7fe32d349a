import assert from "node:assert/strict";

import { lookAtCluster } from "../../../adapters/kubernetes/observe-source";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { deployment, pod } from "../../lifecycle/observed/objects";
import { fakeKubeconfig, serveCluster } from "../../support/fake-cluster";
import { faultServer } from "../../support/http-server";

const IMAGES = { app: "app:1", "istio-proxy": "proxyv2:1.31.1" };
const istiod = deployment(
    "istiod",
    { discovery: "pilot:1.31.1" },
    { metadata: { labels: { app: "istiod" }, namespace: "istio-system" }, status: {} },
);
const canary: Manifest = {
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "backend", namespace: "shop" },
    spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" } },
    status: { phase: "Succeeded", lastAppliedSpec: "a", lastPromotedSpec: "a" },
};
const layer: Manifest = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "workloads", namespace: "flux-system", generation: 1 },
    status: { observedGeneration: 1, conditions: [{ type: "Ready", status: "True", message: "Applied" }] },
};
const objects = {
    pods: [pod("backend-primary"), pod("plain"), pod("plain")],
    deployments: [istiod, deployment("backend", IMAGES), deployment("backend-primary", IMAGES)],
    statefulsets: [],
    daemonsets: [],
    canaries: [canary],
    kustomizations: [layer],
};

describe("lookAtCluster", function () {
    this.timeout(20_000);
    const server = faultServer();
    const look = (
        more: { address?: string; context?: string; timeout?: number; signal?: AbortSignal } = {},
    ) => {
        const { address = server.url, context = "dev", ...rest } = more;
        return lookAtCluster({ context, kubeconfig: fakeKubeconfig(address, "dev"), ...rest });
    };
    const fault = async (more: Parameters<typeof look>[0] = {}): Promise<string> => {
        const answer = await look(more);
        return "unreachable" in answer ? answer.unreachable : "reached";
    };

    it("sees istiods, proxies, canaries with their primaries, workloads and what Flux says; no Helm is none", async () => {
        serveCluster(server, objects);
        const answer = await look();
        assert.ok("observed" in answer);
        const { controlPlanes, proxies, canaries, workloads, deliveries } = answer.observed;
        assert.deepEqual(
            controlPlanes.map(({ version, namespace }) => [version, namespace]),
            [["1.31.1", "istio-system"]],
        );
        assert.deepEqual(
            proxies.map(({ workload, version, pods }) => [workload, version, pods]),
            [
                ["shop/Deployment/backend-primary", "1.31.1", 1],
                ["shop/Deployment/plain", "1.31.1", 2],
            ],
        );
        assert.deepEqual(canaries, [
            {
                id: "shop/Canary/backend",
                target: "shop/Deployment/backend",
                phase: "Succeeded",
                isPromoted: true,
                isCurrent: true,
                editedBy: undefined,
                isSkippedByHand: false,
                primary: IMAGES,
            },
        ]);
        assert.deepEqual(
            workloads.map(({ id }) => id),
            ["istio-system/Deployment/istiod", "shop/Deployment/backend", "shop/Deployment/backend-primary"],
        );
        assert.deepEqual(
            deliveries.map(({ name, ready }) => [name, ready]),
            [["workloads", "True"]],
        );
    });

    it("sees an empty cluster, without a kind of anybody's installed", async () => {
        serveCluster(server, {});
        const answer = await look();
        assert.ok("observed" in answer);
        const { fluxFlags, ...lists } = answer.observed;
        assert.equal(fluxFlags, undefined);
        assert.deepEqual(Object.values(lists).flat(), []);
    });

    it("answers why it knows nothing: away, refused, forbidden, half forbidden, broken, no such context", async () => {
        assert.match(await fault({ address: "http://127.0.0.1:1" }), /^cannot be reached \(ECONNREFUSED\)/);
        serveCluster(server, objects);
        for (const [status, said] of [
            [401, /^refuses the credentials \(no\)\. Sign in anew$/],
            [403, /^does not allow this \(no\)\. Give the user the right to get, list and watch$/],
            [500, /^answered 500/],
        ] as const) {
            server.on("/api/v1/pods", { status, body: '{"message":"no"}' });
            assert.match(await fault(), said);
        }
        server.on("/api/v1/pods", { body: "<html>proxy</html>" });
        assert.match(await fault(), /^sent no list/);
        assert.match(await fault({ context: "prod" }), /no such context, but dev/);
    });

    it("gives a whole look up after its time, however small each page's share of it", async () => {
        serveCluster(server, objects);
        server.on("/api/v1/pods", ({ path }) => ({
            delay: 60,
            body: JSON.stringify({
                metadata: { continue: `${path.length}` },
                items: [],
            }),
        }));
        const started = Date.now();
        assert.equal(await fault({ timeout: 400 }), "it did not answer within 0.4 s");
        assert.ok(Date.now() - started < 5000);
    });

    it("gives up on a program for credentials that never ends", async () => {
        const exec = {
            apiVersion: "client.authentication.k8s.io/v1",
            command: "sleep",
            args: ["3"],
            interactiveMode: "Never",
        };
        const kubeconfig = JSON.stringify({
            clusters: [{ name: "c", cluster: { server: server.url, "insecure-skip-tls-verify": true } }],
            users: [{ name: "u", user: { exec } }],
            contexts: [{ name: "dev", context: { cluster: "c", user: "u" } }],
        });
        const answer = await lookAtCluster({ context: "dev", kubeconfig, timeout: 200 });
        assert.ok("unreachable" in answer);
        assert.match(answer.unreachable, /did not answer within|kubeconfig cannot be used/);
    });

    it("ends with the signal, which is no answer of the cluster's", async () => {
        serveCluster(server, objects);
        server.on("/api/v1/pods", { delay: 5000 });
        const stop = new AbortController();
        const asked = look({ signal: stop.signal });
        setTimeout(() => stop.abort(new Error("enough")), 50);
        await assert.rejects(asked, /enough/);
    });
});
