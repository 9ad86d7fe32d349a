import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { readSettings } from "../../adapters/files/settings-source";
import { readStack } from "../../adapters/files/stack-source";
import { LAYERS } from "../../components/kube/layer";
import { type MeshLayer, defineMesh, isMeshProgram } from "../../program/define-mesh";
import { evaluate } from "../../render/evaluate";
import { renderStack } from "../../render/render-stack";
import { projects } from "../support/project";

function addAdmin({ opts }: MeshLayer): void {
    new kubernetes.rbac.v1.ClusterRoleBinding(
        "team-admin",
        {
            metadata: { name: "team-admin" },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
            subjects: [{ kind: "ServiceAccount", name: "team", namespace: "prod" }],
        },
        opts,
    );
}

describe("defineMesh", () => {
    const fresh = projects();
    const stackOf = (name: string) => {
        const { root } = fresh();
        return readStack(root, readSettings(root, name));
    };

    it("puts what extends a layer into the layer, in a render of one piece and of parts", async () => {
        const program = defineMesh({ extend: { workloads: addAdmin } });

        for (const size of [1, 1000]) {
            const { layers } = await renderStack(stackOf("dev"), { program, size });

            for (const layer of LAYERS) {
                const found = layers[layer].filter(({ metadata }) => metadata.name === "team-admin");
                assert.equal(found.length, layer === "workloads" ? 1 : 0, `${layer} in parts of ${size}`);
            }
        }
    });

    it("gives it the stack's provider and what it has to come after", async () => {
        const program = defineMesh({ extend: { gateways: addAdmin } });

        const registrations = await evaluate(() => program.declare(stackOf("dev")), { stack: "dev" });

        const added = registrations.find(({ name }) => name === "team-admin");
        const gateway = registrations.find(({ name }) => name === "ingress-gateway");
        assert.equal(added?.provider?.split("::").at(-1), "cluster");
        assert.ok(gateway && added?.dependencies.includes(gateway.urn));
    });

    it("declares nothing to Pulumi that extends a layer Flux applies", async () => {
        const program = defineMesh({ extend: { flux: addAdmin, workloads: addAdmin } });
        const stack = stackOf("production");
        assert.equal(stack.settings.delivery, "flux");

        const registrations = await evaluate(() => program.declare(stack), { stack: "production" });

        assert.equal(registrations.filter(({ name }) => name === "team-admin").length, 1);
    });

    it("hands over settings and lock, so that a team's resources follow them", async () => {
        const seen: string[] = [];
        const program = defineMesh({
            extend: {
                system: ({ settings, lock }) =>
                    void seen.push(`${settings.stack} ${lock.istio.controlPlane.version}`),
            },
        });

        await renderStack(stackOf("dev"), { program });

        assert.deepEqual(seen, ["dev 1.31.1"]);
    });

    describe("as Pulumi calls it", () => {
        const before = pulumi.runtime.allConfig();
        afterEach(() => {
            pulumi.runtime.setAllConfig(before);
        });

        it("refuses what a person can mend with the message alone, and without a stack to paint", async () => {
            pulumi.runtime.setAllConfig({ "windlass:delivery": "rsync" });

            const refusal: unknown = await defineMesh()().catch((error: unknown) => error);

            assert.ok(pulumi.RunError.isInstance(refusal));
            assert.match(refusal.message, /^stacks\/Pulumi\.\w+\.yaml: delivery: "rsync": must be one of /m);
            assert.equal(refusal.stack, "");
        });
    });
});

describe("isMeshProgram", () => {
    it("knows what defineMesh made, and nothing else", () => {
        assert.equal(isMeshProgram(defineMesh()), true);
        for (const other of [undefined, null, {}, () => undefined, { declare: () => undefined }])
            assert.equal(isMeshProgram(other), false);
    });
});
