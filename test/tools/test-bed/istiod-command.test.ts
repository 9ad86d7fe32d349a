import assert from "node:assert/strict";

import { istiodCommand } from "../../../tools/test-bed/istiod-command";

const ports = { serving: 20_001, metrics: 20_002, health: 20_003 };
const site = { kubeconfig: "/p/kubeconfig", ports };

function deployment(containers: readonly unknown[]): unknown {
    return {
        metadata: { name: "istiod-1-31-1", namespace: "istio-system" },
        spec: { template: { spec: { serviceAccountName: "istiod-1-31-1", containers } } },
    };
}

describe("istiodCommand", () => {
    const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    const { args, env, health } = istiodCommand(
        deployment([
            {
                name: "discovery",
                args: ["discovery", "--monitoringAddr=:15014", "--domain", "cluster.local"],
                env: [
                    { name: "REVISION", value: "1-31-1" },
                    { name: "PLATFORM", value: "" },
                    { name: "KUBECONFIG", value: "/var/run/secrets/remote/config" },
                    field("POD_NAME", "metadata.name"),
                    field("POD_NAMESPACE", "metadata.namespace"),
                    field("SERVICE_ACCOUNT", "spec.serviceAccountName"),
                    { name: "GOMAXPROCS", valueFrom: { resourceFieldRef: { resource: "limits.cpu" } } },
                ],
            },
        ]),
        site,
    );

    it("has what the chart gives the container, first", () => {
        assert.deepEqual(args.slice(0, 4), [
            "discovery",
            "--monitoringAddr=:15014",
            "--domain",
            "cluster.local",
        ]);
    });

    it("listens on the loopback alone, on ports of its own", () => {
        const addresses = args.slice(4).filter((arg) => arg.includes("Addr="));

        assert.deepEqual(addresses, [
            "--httpsAddr=127.0.0.1:20001",
            "--monitoringAddr=127.0.0.1:20002",
            "--httpAddr=127.0.0.1:20003",
            "--grpcAddr=127.0.0.1:0",
            "--secureGRPCAddr=127.0.0.1:0",
        ]);
        assert.equal(health, "http://127.0.0.1:20003/ready");
    });

    it("has the environment a kubelet would give it, and its own kubeconfig", () => {
        assert.deepEqual(env, {
            REVISION: "1-31-1",
            PLATFORM: "",
            KUBECONFIG: "/p/kubeconfig",
            POD_NAME: "istiod-1-31-1-0",
            POD_NAMESPACE: "istio-system",
            SERVICE_ACCOUNT: "istiod-1-31-1",
        });
        assert.ok(args.includes("--kubeconfig=/p/kubeconfig"));
    });

    it("refuses a Deployment of something else", () => {
        assert.throws(
            () => istiodCommand(deployment([{ name: "app" }]), site),
            /istiod-1-31-1 has no container discovery/,
        );
    });
});
