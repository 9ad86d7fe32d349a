import type { Manifest } from "../../lifecycle/workloads/manifest";
import { deployment, pod } from "../lifecycle/observed/objects";
import { serveCluster } from "./fake-cluster";
import { storedRelease } from "./found-mesh";
import type { FaultServer } from "./http-server";

const HELM = { "meta.helm.sh/release-name": "istiod" };
const ISTIOD = deployment(
    "istiod",
    { discovery: "docker.io/istio/pilot:1.31.1" },
    {
        metadata: {
            namespace: "istio-system",
            labels: { app: "istiod", "istio.io/rev": "default", release: "istiod" },
            annotations: HELM,
        },
        status: {},
    },
);

/** An object of the release, as Helm has applied it. */
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: istiod
spec:
  ports:
    - port: 15012
`;

/** What charts have of their own. */
const DEFAULTS = {
    _internal_defaults_do_not_set: {
        defaultRevision: "default",
        revision: "",
        global: { hub: "docker.io/istio", tag: "1.31.1", istioNamespace: "istio-system" },
    },
};

/** Has a server answer as the API server of a cluster does whose mesh was set up by Helm. */
export function serveMesh(server: FaultServer, values: object = {}): void {
    serveCluster(server, { pods: [pod("shop")], deployments: [ISTIOD], statefulsets: [], daemonsets: [] });
    const list = (items: readonly object[]) => ({ body: JSON.stringify({ metadata: {}, items }) });
    server.on("/version", { body: '{"gitVersion":"v1.35.2"}' });
    server.on("/api/v1/nodes", list([nodeOf("v1.34.4+k3s1"), nodeOf("v1.35.2")]));
    server.on(
        "/api/v1/secrets",
        list([secretOf("base", {}), secretOf("istiod", values), secretOf("other", {})]),
    );
    server.on(
        "/api/v1/namespaces",
        list([namespaceOf("shop", { "istio-injection": "enabled" }), namespaceOf("x")]),
    );
    server.on("/api/v1/namespaces/istio-system/configmaps/istio", {
        body: JSON.stringify({ data: { mesh: "enableTracing: true\n" } }),
    });
    server.on("/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations", {
        body: JSON.stringify({
            metadata: {},
            items: [
                { metadata: { name: "istio-sidecar-injector", labels: { "istio.io/rev": "default" } } },
                {
                    metadata: {
                        name: "tag-prod",
                        labels: { "istio.io/tag": "prod", "istio.io/rev": "default" },
                    },
                },
            ],
        }),
    });
}

/** Has it answer dry runs of the release's Service, which is there. */
export function serveService(server: FaultServer, after: object = {}): void {
    const live = {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "istiod", namespace: "istio-system" },
        spec: { ports: [{ port: 15012 }] },
    };
    const resources = [{ name: "services", kind: "Service", namespaced: true }];
    server.on("/api/v1", { body: JSON.stringify({ resources }) });
    server.on("/api/v1/namespaces/istio-system/services/istiod", ({ method, body }) => {
        if (method === "GET") return { body: JSON.stringify(live) };
        const { metadata } = JSON.parse(body) as Manifest;
        return { body: JSON.stringify({ ...live, metadata, ...after }) };
    });
}

function nodeOf(kubeletVersion: string): object {
    return { metadata: { name: kubeletVersion }, status: { nodeInfo: { kubeletVersion } } };
}

function namespaceOf(name: string, labels: Readonly<Record<string, string>> = {}): object {
    return { metadata: { name, labels } };
}

/** A Secret of Helm; the chart `other` is none of Istio's. */
function secretOf(chart: string, config: object): object {
    const release = storedRelease({
        name: chart === "base" ? "istio-base" : chart,
        namespace: "istio-system",
        version: 1,
        config,
        manifest: chart === "istiod" ? SERVICE : "",
        chart: {
            metadata: { name: chart, version: "1.31.1", sources: ["https://github.com/istio/istio"] },
            values: DEFAULTS,
        },
    });
    return {
        metadata: { name: `sh.helm.release.v1.${chart}.v1`, namespace: "istio-system" },
        data: { release },
    };
}
