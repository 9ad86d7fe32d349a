import * as pulumi from "@pulumi/pulumi";
import { Bootstrap } from "../../../components/flux/bootstrap";
import { kubeResource } from "../../../components/kube/kube-resource";

/**
 * Program of a test, run in a process of its own: a Bootstrap on a cluster that runs the Flux given as the first
 * argument, `{"helmreleases": ["v2"], "flux": "v2.9.4"}`. Prints the name of each resource as it is registered, and
 * fails as Pulumi's own host does: with the message alone, if the error is a `RunError`.
 */
const cluster = JSON.parse(process.argv[2] ?? "") as { helmreleases: readonly string[]; flux: string };

function foundCrd(name: string): Record<string, unknown> {
    const versions = name.startsWith("helmreleases") ? cluster.helmreleases : ["v1"];
    return {
        metadata: { name, labels: { "app.kubernetes.io/version": cluster.flux } },
        spec: { versions: versions.map((version) => ({ name: version, served: true })) },
    };
}

const seen = new Set<unknown>();
process.on("unhandledRejection", (error) => {
    // One failure rejects many promises. Not `exit`: what is still to be registered shall be seen.
    if (seen.has(error)) return;
    seen.add(error);
    process.stderr.write(
        `${pulumi.RunError.isInstance(error) ? error.message : String((error as Error).stack)}\n`,
    );
    process.exitCode = 1;
});

async function main(): Promise<void> {
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, id, inputs }) => {
                process.stdout.write(`${name}\n`);
                const isCrd = type.endsWith(":CustomResourceDefinition");
                return {
                    id: id ?? name,
                    state: isCrd ? foundCrd(id ?? "") : (inputs as Record<string, unknown>),
                };
            },
            call: ({ inputs }) => inputs as Record<string, unknown>,
        },
        "windlass",
        "dev",
        false,
    );
    await pulumi.runtime.runInPulumiStack(() => {
        const flux = new Bootstrap("flux", {
            install: false,
            version: "2.9.4",
            operatorVersion: "0.55.0",
            range: "~2.9",
            reconcilers: ["istio-system"],
        });
        const after = {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "after", namespace: "default" },
        };
        kubeResource("after", after, { dependsOn: flux.ready });
        return Promise.resolve();
    });
}

void main();
