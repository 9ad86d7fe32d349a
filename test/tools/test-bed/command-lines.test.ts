import assert from "node:assert/strict";

import { componentArgs } from "../../../tools/test-bed/command-lines";
import { clusterLayout } from "../../../tools/test-bed/layout";
import { COMPONENTS } from "../../../tools/test-bed/programs";

const layout = clusterLayout("/p", "dev");

describe("componentArgs", () => {
    for (const component of COMPONENTS) {
        it(`names the state folder to ${component}, which it is recognised by`, () => {
            const args = componentArgs(component, layout, 20_001);

            assert.ok(args.some((arg) => arg.includes("=/p/.cache/cluster/dev/")));
        });
    }

    it("opens one port, on the loopback, to those who have a token", () => {
        const all = COMPONENTS.flatMap((component) => componentArgs(component, layout, 20_001));
        const server = componentArgs("kube-apiserver", layout, 20_001);

        assert.deepEqual(
            all.filter((arg) => arg.includes("port=")),
            ["--secure-port=20001", "--secure-port=0", "--secure-port=0"],
        );
        assert.ok(server.includes("--bind-address=127.0.0.1"));
        assert.ok(server.includes("--anonymous-auth=false"));
        assert.ok(server.includes("--authorization-mode=RBAC"));
        assert.equal(all.filter((arg) => arg.includes("http://")).length, 0);
    });

    it("lets pods be privileged, as Istio's CNI is", () => {
        assert.ok(componentArgs("kube-apiserver", layout, 20_001).includes("--allow-privileged=true"));
    });

    it("leaves the API server its admission plugins", () => {
        const args = componentArgs("kube-apiserver", layout, 20_001).join(" ");

        assert.doesNotMatch(args, /admission/);
    });

    it("has etcd listen on sockets that the API server finds from the same folder", () => {
        const etcd = componentArgs("etcd", layout, 20_001);

        assert.ok(etcd.includes("--listen-client-urls=unix://etcd.sock:0"));
        assert.ok(componentArgs("kube-apiserver", layout, 1).includes("--etcd-servers=unix://etcd.sock:0"));
    });
});
