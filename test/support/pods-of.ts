import { setIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { type PodTemplate, podTemplateOf, withPodTemplate } from "../../lifecycle/workloads/pod-template";

/** What the controller of a kind adds to the pods of a template. */
interface Controlled {
    /** Name of the pod, or what the API server makes one of. */
    readonly name: { readonly name: string } | { readonly generateName: string };
    readonly labels?: Readonly<Record<string, string>>;
    readonly owner: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

/** Of `pod-template-hash`; which letters does not matter, but there are no vowels in it. */
const HASH = "7d9f8c6b5d";
const UID = "00000000-0000-4000-8000-000000000001";

/**
 * The first pod that Kubernetes' controllers make of a workload, as they send it to the API server. A bare Pod is sent by its
 * owner.
 */
export function podOf(manifest: Manifest): Manifest {
    const { namespace } = manifest.metadata;
    const template = podTemplateOf(manifest) ?? {};
    if (manifest.kind === "Pod") return manifest;
    const { name, labels, owner } = controlled(manifest);
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            ...name,
            namespace,
            labels: { ...template.metadata?.labels, ...labels },
            annotations: { ...template.metadata?.annotations },
            ownerReferences: [{ ...owner, uid: UID, controller: true, blockOwnerDeletion: true }],
        },
        spec: template.spec,
    } as unknown as Manifest;
}

function controlled({ kind, metadata: { name } }: Manifest): Controlled {
    switch (kind) {
        case "Deployment": {
            const set = `${name}-${HASH}`;
            return {
                name: { generateName: `${set}-` },
                labels: { "pod-template-hash": HASH },
                owner: { apiVersion: "apps/v1", kind: "ReplicaSet", name: set },
            };
        }
        case "StatefulSet":
            return {
                name: { name: `${name}-0` },
                labels: {
                    "apps.kubernetes.io/pod-index": "0",
                    "statefulset.kubernetes.io/pod-name": `${name}-0`,
                    "controller-revision-hash": `${name}-${HASH}`,
                },
                owner: { apiVersion: "apps/v1", kind, name },
            };
        case "DaemonSet":
            return {
                name: { generateName: `${name}-` },
                labels: { "controller-revision-hash": HASH, "pod-template-generation": "1" },
                owner: { apiVersion: "apps/v1", kind, name },
            };
        case "Job":
            return ofJob(name);
        case "CronJob":
            // The number is the minute it was due.
            return ofJob(`${name}-29405880`);
        case "DeploymentConfig":
            return {
                name: { generateName: `${name}-1-` },
                labels: { deploymentconfig: name, deployment: `${name}-1` },
                owner: { apiVersion: "v1", kind: "ReplicationController", name: `${name}-1` },
            };
        default: {
            const apiVersion = kind === "ReplicationController" ? "v1" : "apps/v1";
            return { name: { generateName: `${name}-` }, owner: { apiVersion, kind, name } };
        }
    }
}

function ofJob(name: string): Controlled {
    return {
        name: { generateName: `${name}-` },
        labels: {
            "batch.kubernetes.io/controller-uid": UID,
            "batch.kubernetes.io/job-name": name,
            "controller-uid": UID,
            "job-name": name,
        },
        owner: { apiVersion: "batch/v1", kind: "Job", name },
    };
}

/**
 * The primary that Flagger makes of a canary's Deployment: its name, and the label that tells the pods apart, in selector
 * and pods alike (createPrimaryDeployment in pkg/canary/deployment_controller.go).
 */
export function primaryOf(deployment: Manifest, label: string): Manifest {
    const name = `${deployment.metadata.name}-primary`;
    const template: PodTemplate = podTemplateOf(deployment) ?? {};
    const labels = { ...template.metadata?.labels, [label]: name };
    const primary = withPodTemplate(deployment, { ...template, metadata: { ...template.metadata, labels } });
    const renamed = { ...primary, metadata: { ...primary.metadata, name } };
    return setIn(renamed, ["spec", "selector", "matchLabels", label], name) as Manifest;
}
