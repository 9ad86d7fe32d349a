import assert from "node:assert/strict";
import { gatewayValues, optionValues, servedPorts } from "../../../lifecycle/mesh/gateway-values";

const RELEASE = { revision: "1-30-3", releaseName: "istio-ingress", selector: "ingress" };

describe("gatewayValues", () => {
    const options = { serviceType: "NodePort", minReplicas: 3, maxReplicas: 9 };
    const image = "docker.io/istio/proxyv2:1.30.3-distroless";
    const own = { podAnnotations: { "sidecar.istio.io/proxyImage": image } };
    const values = gatewayValues(options, own, RELEASE);

    it("are these, with the proxies' image and revision", () => {
        assert.deepEqual(values, {
            revision: "1-30-3",
            labels: { app: "istio-ingress", istio: "ingress" },
            podAnnotations: { "sidecar.istio.io/proxyImage": image },
            securityContext: {
                seccompProfile: { type: "RuntimeDefault" },
                sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
            },
            service: { type: "NodePort" },
            autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 9 },
            podDisruptionBudget: { maxUnavailable: 1 },
            strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
            minReadySeconds: 10,
        });
    });

    it("leave the chart's own network policy off, whose duplicate keys Flux refuses", () => {
        assert.equal(values["global"], undefined);
    });

    it("never merge two disruption budgets, which exclude each other, wherever the other comes from", () => {
        const budget = { minAvailable: 2 };
        for (const one of [
            gatewayValues({ podDisruptionBudget: budget }, {}, RELEASE),
            gatewayValues({}, { podDisruptionBudget: budget }, RELEASE),
        ])
            assert.deepEqual(one["podDisruptionBudget"], budget);
    });

    it("keep what the release relies on above whatever anybody writes", () => {
        const { labels, revision } = gatewayValues(
            {},
            { labels: { istio: "x", team: "a" }, revision: "y" },
            RELEASE,
        );
        assert.deepEqual(
            [labels, revision],
            [{ app: "istio-ingress", istio: "ingress", team: "a" }, "1-30-3"],
        );
    });
});

describe("optionValues", () => {
    it("say nothing of what is left out, or empty", () => {
        assert.deepEqual(optionValues({ ports: [], serviceAnnotations: {}, tolerations: [] }), {});
    });

    it("are under the names the chart has for them", () => {
        const made = optionValues({
            serviceAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
            loadBalancerClass: "service.k8s.aws/nlb",
            loadBalancerSourceRanges: ["203.0.113.0/24"],
            externalTrafficPolicy: "Local",
            ports: [{ name: "https", port: 443, targetPort: 8443 }],
            targetCPUUtilizationPercentage: 60,
            imagePullSecrets: ["registry"],
            nodeSelector: { pool: "edge" },
            priorityClassName: "edge",
        });
        assert.deepEqual(made, {
            service: {
                annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
                loadBalancerClass: "service.k8s.aws/nlb",
                loadBalancerSourceRanges: ["203.0.113.0/24"],
                externalTrafficPolicy: "Local",
                ports: [
                    { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
                    { name: "https", port: 443, protocol: "TCP", targetPort: 8443 },
                ],
            },
            autoscaling: { enabled: true, targetCPUUtilizationPercentage: 60 },
            nodeSelector: { pool: "edge" },
            priorityClassName: "edge",
            imagePullSecrets: [{ name: "registry" }],
        });
    });

    it("join a network for an east-west gateway only", () => {
        assert.deepEqual(optionValues({ kind: "east-west", network: "east" }), { networkGateway: "east" });
        assert.deepEqual(optionValues({ kind: "ingress", network: "east" }), {});
    });

    it("give a pod longer to end than it drains", () => {
        assert.deepEqual(optionValues({ drainSeconds: 60 }), {
            podAnnotations: { "proxy.istio.io/config": '{"terminationDrainDuration":"60s"}' },
            terminationGracePeriodSeconds: 70,
        });
    });
});

describe("servedPorts", () => {
    it("are those of the kind, unless others are given", () => {
        const numbers = (options: Parameters<typeof servedPorts>[0]): readonly number[] =>
            servedPorts(options).map(({ port }) => port);
        assert.deepEqual(numbers({ kind: "ingress" }), [80, 443]);
        assert.deepEqual(numbers({ kind: "east-west" }), [15443, 15012, 15017]);
        assert.deepEqual(numbers({ kind: "egress", ports: [{ name: "tls", port: 8443 }] }), [8443]);
    });
});
