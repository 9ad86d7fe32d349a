import { proxyPorts } from "../../../../lifecycle/policy/rules/proxy-ports";
import { deployment, policyCases } from "../../../support/policy-cases";

const proxy = "{name: istio-proxy, ports: [{containerPort: 15090}]}";
const app = (port: number, name = "backend") =>
    deployment(
        `{metadata: {labels: {app: ${name}}}, spec: {containers: [{name: app, ports: [{containerPort: ${port}}]}, ${proxy}]}}`,
        name,
    );
const service = (ports: string, selector = "{app: backend}") =>
    `---\n{apiVersion: v1, kind: Service, metadata: {name: s, namespace: prod}, spec: {selector: ${selector}, ports: ${ports}}}\n`;

describe("proxy-ports", () => {
    policyCases(proxyPorts, [
        {
            what: "an application on a port of its own",
            yaml: app(8080) + service("[{port: 80, targetPort: 8080}]"),
        },
        ...[15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090].map((port) => ({
            what: `an application on ${port}`,
            yaml: app(port),
            violations: [
                `prod/Deployment/backend: its container app listens on ${port}, where its proxy has ${
                    {
                        15000: "Envoy's administration",
                        15001: "outbound traffic",
                        15004: "debugging",
                        15006: "inbound traffic",
                        15008: "HBONE tunnels",
                        15020: "merged metrics",
                        15021: "health checks",
                        15053: "DNS",
                        15090: "Envoy's metrics",
                    }[port]
                }`,
            ],
        })),
        {
            what: "a Service that leads to the proxy",
            yaml: app(8080) + service("[{port: 80, targetPort: 15006}]"),
            violations: [
                "prod/Service/s: its port leads to 15006 of prod/Deployment/backend, where the proxy has inbound traffic",
            ],
        },
        {
            what: "a Service without a targetPort, which leads to its own",
            yaml: app(8080) + service("[{port: 15001}]"),
            violations: [
                "prod/Service/s: its port leads to 15001 of prod/Deployment/backend, where the proxy has outbound traffic",
            ],
        },
        {
            what: "a Service by which the proxy's metrics and health are read",
            yaml: app(8080) + service("[{port: 15020}, {port: 15021}, {port: 15090}]"),
        },
        {
            what: "a Service of pods outside the mesh",
            yaml:
                deployment("{metadata: {labels: {app: backend}}, spec: {containers: [{name: app}]}}") +
                service("[{port: 15001}]"),
        },
        {
            what: "a gateway's Service",
            yaml:
                deployment(`{metadata: {labels: {app: backend}}, spec: {containers: [${proxy}]}}`) +
                service("[{port: 15021}, {port: 15008}]"),
        },
        { what: "a Service without a selector", yaml: app(8080) + service("[{port: 15001}]", "{}") },
    ]);
});
