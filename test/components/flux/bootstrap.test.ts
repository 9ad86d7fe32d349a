import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { Bootstrap, type BootstrapArgs } from "../../../components/flux/bootstrap";
import { kubeResource } from "../../../components/kube/kube-resource";
import { validateObject } from "../../support/crd-schema";
import { type Recording, record } from "../../support/record";

const args: BootstrapArgs = {
    version: "2.9.4",
    operatorVersion: "0.55.0",
    range: "~2.9",
};
const git = { url: "https://example.com/mesh", branch: "main", path: "clusters/dev" };

const BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding flux-reconcilers";
const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

/** A Bootstrap called `flux` and one object that depends on its gate. */
function program(overrides: Partial<BootstrapArgs>): () => void {
    return () => {
        const flux = new Bootstrap("flux", { ...args, ...overrides });
        const marker = {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "after", namespace: "default" },
        };
        kubeResource("after", marker, { dependsOn: flux.ready });
    };
}

function annotations(recording: Recording, name: string): Readonly<Record<string, string>> {
    const { metadata } = recording.get(name).inputs as {
        metadata: { annotations: Readonly<Record<string, string>> };
    };
    return metadata.annotations;
}

describe("Bootstrap", () => {
    it("installs the operator, then one instance of Flux, which is the gate", async () => {
        const recording = await record(program({}));

        assert.deepEqual(recording.list(), [
            "windlass:flux:Bootstrap flux",
            BINDING,
            "kubernetes:helm.sh/v3:Release flux-operator",
            "kubernetes:fluxcd.controlplane.io/v1:FluxInstance flux-instance",
            "kubernetes:core/v1:ConfigMap after",
        ]);
        for (const name of ["flux-reconcilers", "flux-operator", "flux-instance"]) {
            assert.equal(recording.parentOf(name), "flux");
        }
        assert.deepEqual(recording.dependenciesOf("flux-instance"), ["flux-operator", "flux-reconcilers"]);
        assert.deepEqual(recording.dependenciesOf("after"), ["flux-instance"]);
        assert.deepEqual(JSON.parse(annotations(recording, "flux-instance")["pulumi.com/waitFor"] ?? ""), [
            "condition=Ready",
            String.raw`jsonpath={$[?@.lastAppliedRevision && match(@.lastAppliedRevision, "v2\\.9\\.4@.*")]}`,
        ]);
        assert.deepEqual(validateObject(recording.get("flux-instance").inputs as never), []);
    });

    it("has Flux deliver three layers, one after the other, and waits for the clone alone", async () => {
        const recording = await record(program({ git }));

        assert.deepEqual(recording.list().slice(4), [
            "kubernetes:source.toolkit.fluxcd.io/v1:GitRepository flux-source",
            "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization flux-system",
            "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization flux-gateways",
            "kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization flux-workloads",
            "kubernetes:core/v1:ConfigMap after",
        ]);
        const chain = [
            "flux-instance",
            "flux-source",
            "flux-system",
            "flux-gateways",
            "flux-workloads",
            "after",
        ];
        for (const [index, name] of chain.slice(1).entries()) {
            assert.deepEqual(recording.dependenciesOf(name), [chain[index]]);
        }
        assert.equal(annotations(recording, "flux-source")["pulumi.com/waitFor"], '["condition=Ready"]');
        for (const name of chain.slice(2, 5)) assert.equal(annotations(recording, name), undefined);
    });

    it("has Flux deliver the workloads of each namespace for itself, where they are rendered so", async () => {
        const statuses = { secret: "github", cluster: "dev" };
        const recording = await record(program({ git: { ...git, namespaces: true, statuses } }));

        assert.deepEqual(recording.dependenciesOf("flux-namespaces"), ["flux-gateways"]);
        assert.deepEqual(recording.dependenciesOf("flux-workloads"), ["flux-namespaces"]);
        const specOf = (name: string) => recording.get(name).inputs["spec"] as Record<string, unknown>;
        assert.equal(specOf("flux-namespaces")["path"], "./clusters/dev/namespaces");
        assert.equal(specOf("flux-workloads")["prune"], false);
        assert.deepEqual(recording.dependenciesOf("flux-statuses-namespaces"), ["flux-statuses"]);
    });

    it("writes the state of each layer to the repository where it is told, and nothing waits for that", async () => {
        const statuses = { secret: "github", cluster: "dev" };
        const recording = await record(program({ git: { ...git, statuses } }));

        const provider = recording.get("flux-statuses").inputs;
        const alert = recording.get("flux-statuses-alert").inputs;
        assert.deepEqual(validateObject(provider as never), []);
        assert.equal((provider["spec"] as { address: string }).address, "https://example.com/mesh");
        assert.deepEqual(
            (alert["spec"] as { eventSources: { name: string }[] }).eventSources.map(({ name }) => name),
            ["system", "gateways", "workloads"],
        );
        assert.deepEqual(recording.dependenciesOf("flux-statuses"), ["flux-source"]);
        assert.deepEqual(recording.dependenciesOf("flux-statuses-alert"), ["flux-statuses"]);
        assert.deepEqual(recording.dependenciesOf("flux-system"), ["flux-source"]);
    });

    it("asks during a handover whether the cluster was handed over, before Flux applies anything", async () => {
        const handover = { handover: true, git };
        const recording = await record(program(handover));

        assert.equal(recording.get("flux-handed-over").read, true);
        assert.deepEqual(recording.dependenciesOf("flux-source"), ["flux-handed-over", "flux-instance"]);
        const preview = await record(program(handover), { preview: true });
        assert.deepEqual(preview.dependenciesOf("flux-source"), ["flux-instance"]);
    });

    it("reads the CRDs of a Flux that is there, and installs nothing of Flux's", async () => {
        const recording = await record(program({ install: false }));

        assert.deepEqual(recording.list().sort(), [
            `${CRD} flux-helmreleases.helm.toolkit.fluxcd.io`,
            `${CRD} flux-helmrepositories.source.toolkit.fluxcd.io`,
            "kubernetes:core/v1:ConfigMap after",
            BINDING,
            "windlass:flux:Bootstrap flux",
        ]);
        assert.equal(recording.get("flux-helmreleases.helm.toolkit.fluxcd.io").read, true);
        assert.deepEqual(recording.dependenciesOf("flux-reconcilers"), [
            "flux-helmreleases.helm.toolkit.fluxcd.io",
            "flux-helmrepositories.source.toolkit.fluxcd.io",
        ]);
        assert.deepEqual(recording.dependenciesOf("after"), ["flux-reconcilers"]);
    });

    it("reads nothing in a preview, and promises the same binding", async () => {
        const preview = await record(program({ install: false }), { preview: true });
        const up = await record(program({ install: false }));

        assert.deepEqual(preview.list(), [
            "windlass:flux:Bootstrap flux",
            BINDING,
            "kubernetes:core/v1:ConfigMap after",
        ]);
        assert.deepEqual(preview.get("flux-reconcilers").inputs, up.get("flux-reconcilers").inputs);
    });
});

describe("Bootstrap on a cluster with its own Flux", function () {
    // Each case starts Node anew.
    this.timeout(60_000);

    it("goes on when the Flux found fits", async () => {
        const { status, names } = await runAgainst({ helmreleases: ["v2"], flux: "v2.9.4" });

        assert.deepEqual(names.slice(-2), ["flux-reconcilers", "after"]);
        assert.equal(status, 0);
    });

    it("registers nothing behind the gate when it is too old, and fails with the reason alone", async () => {
        const { status, names, errors } = await runAgainst({ helmreleases: ["v2beta2"], flux: "v2.1.0" });

        assert.deepEqual(names, [
            "windlass-dev",
            "flux",
            "flux-helmrepositories.source.toolkit.fluxcd.io",
            "flux-helmreleases.helm.toolkit.fluxcd.io",
        ]);
        const remedy =
            "Bring the cluster's Flux to ~2.9, or let Windlass install it with flux.bootstrap: operator.";
        assert.equal(
            errors,
            'flux.bootstrap: "none": helmreleases.helm.toolkit.fluxcd.io is served as v2beta2 by the cluster ' +
                `and written as v2. ${remedy}\n` +
                `flux.bootstrap: "none": the cluster runs Flux v2.1.0, outside ~2.9. ${remedy}\n`,
        );
        assert.equal(status, 1);
    });
});

interface Run {
    readonly status: number;
    /** Logical names in the order they were registered or read. */
    readonly names: readonly string[];
    readonly errors: string;
}

/** A program that fails leaves the runtime waiting for what never comes, so it gets a process of its own. */
async function runAgainst(cluster: { helmreleases: readonly string[]; flux: string }): Promise<Run> {
    const fixture = path.join(__dirname, "bootstrap-on-existing-flux.ts");
    const child = spawn(process.execPath, ["--import", "tsx", fixture, JSON.stringify(cluster)]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const [status] = (await once(child, "close")) as [number];
    return { status, names: output.split("\n").filter(Boolean), errors };
}
