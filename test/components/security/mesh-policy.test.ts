import assert from "node:assert/strict";
import { kubeResource } from "../../../components/kube/kube-resource";
import { meshPeerAuthentication } from "../../../components/security/mesh-policy-objects";
import { MeshPolicy, type MeshPolicyArgs } from "../../../components/security/mesh-policy";
import { record } from "../../support/record";

describe("MeshPolicy", () => {
    const cases: readonly (readonly [args: MeshPolicyArgs | undefined, mode: string])[] = [
        [undefined, "STRICT"],
        [{}, "STRICT"],
        [{ mtls: "PERMISSIVE" }, "PERMISSIVE"],
    ];
    for (const [args, mode] of cases) {
        it(`is one PeerAuthentication, ${mode}, for ${JSON.stringify(args) ?? "no arguments"}`, async () => {
            let ready = "";
            const recording = await record(() => {
                new MeshPolicy("mesh", args).ready.urn.apply((urn) => (ready = urn));
            });

            assert.deepEqual(recording.list(), [
                "windlass:security:MeshPolicy mesh",
                "kubernetes:security.istio.io/v1:PeerAuthentication mesh-peer-authentication",
            ]);
            const policy = recording.get("mesh-peer-authentication");
            assert.equal(recording.parentOf("mesh-peer-authentication"), "mesh");
            assert.deepEqual(policy.inputs["spec"], { mtls: { mode } });
            assert.equal(ready, policy.urn);
        });
    }

    it("lets every proxy out to the hosts it is given, before workloads need them", async () => {
        const recording = await record(() => {
            const gate = kubeResource("gate", meshPeerAuthentication("STRICT"), {});
            new MeshPolicy("mesh", { allowedHosts: ["api.example.com"] }, { dependsOn: gate });
        });
        assert.deepEqual(recording.dependenciesOf("mesh-allowed-tls-443"), ["gate"]);
        assert.deepEqual(recording.dependenciesOf("mesh-peer-authentication"), ["mesh-allowed-tls-443"]);
    });

    it("is taken down before what it depends on", async () => {
        const recording = await record(() => {
            const gate = kubeResource("gate", meshPeerAuthentication("STRICT"), {});
            new MeshPolicy("mesh", {}, { dependsOn: gate });
        });
        assert.deepEqual(recording.dependenciesOf("mesh-peer-authentication"), ["gate"]);
    });
});
