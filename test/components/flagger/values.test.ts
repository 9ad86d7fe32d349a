import * as assert from "node:assert/strict";
import { asSent } from "../../support/as-sent";
import { flaggerValues } from "../../../components/flagger/values";

const args = { cluster: "dev", registry: "ghcr.io/fluxcd" };

const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10001,
    seccompProfile: { type: "RuntimeDefault" },
};

describe("flaggerValues", () => {
    it("runs two copies of Flagger and the chart's Prometheus, both restricted", () => {
        assert.deepEqual(asSent(flaggerValues(args)), {
            meshProvider: "istio",
            clusterName: "dev",
            image: { repository: "ghcr.io/fluxcd/flagger" },
            configTracking: { enabled: true },
            includeLabelPrefix: "app.kubernetes.io",
            noCrossNamespaceRefs: false,
            leaderElection: { enabled: true, replicaCount: 2 },
            podDisruptionBudget: { enabled: true, minAvailable: 1 },
            podMonitor: { enabled: false },
            resources: {
                requests: { cpu: "10m", memory: "64Mi" },
                limits: { cpu: "1000m", memory: "512Mi" },
            },
            securityContext: { enabled: true, context: restricted },
            prometheus: { install: true, securityContext: { enabled: true, context: restricted } },
        });
    });

    it("asks another Prometheus and installs none", () => {
        const values = flaggerValues({ ...args, prometheus: "http://prometheus.monitoring:9090" });

        assert.equal(values["metricsServer"], "http://prometheus.monitoring:9090");
        assert.deepEqual(values["prometheus"], { install: false });
    });

    it("gives its own image and the chart's Prometheus the Secret of their registry", () => {
        const values = flaggerValues({ ...args, pullSecret: "mirror" });

        assert.equal((values["image"] as { pullSecret: unknown }).pullSecret, "mirror");
        assert.equal((values["prometheus"] as { pullSecret: unknown }).pullSecret, "mirror");
    });

    it("takes the image of the chart's Prometheus from a mirror", () => {
        const values = flaggerValues({ ...args, prometheusImage: "mirror.test/prometheus:v2.41.0" });

        assert.deepEqual(values["prometheus"], {
            install: true,
            securityContext: { enabled: true, context: restricted },
            image: "mirror.test/prometheus:v2.41.0",
            pullSecret: undefined,
        });
    });

    it("raises what Flagger may ask of the API server where it is told", () => {
        const limits = { qps: 300, burst: 750 };
        const values: Readonly<Record<string, unknown>> = flaggerValues({ ...args, limits });

        assert.deepEqual([values["kubeconfigQPS"], values["kubeconfigBurst"]], [300, 750]);
    });

    it("needs neither an election nor a budget for a single copy", () => {
        const values = flaggerValues({ ...args, replicas: 1 });

        assert.deepEqual(values["leaderElection"], { enabled: false, replicaCount: 1 });
        assert.deepEqual(values["podDisruptionBudget"], { enabled: false, minAvailable: 1 });
    });
});
