import { writeYamlDocuments } from "../../lifecycle/kit/write-yaml";

/** Conditions, spelt as kwok's Stage selectors spell them: jq paths. */
const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status';

const TIME = "{{ $now | Quote }}";

/** A node that reports everything a scheduler looks at, with room for any number of pods. */
const NODE_STATUS = `{{ $now := Now }}
phase: Running
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: ${TIME}
  lastTransitionTime: ${TIME}
{{ end }}
addresses:
- type: InternalIP
  address: {{ NodeIP | Quote }}
- type: Hostname
  address: {{ .metadata.name | Quote }}
allocatable: { cpu: "1000", memory: 1Ti, ephemeral-storage: 1Ti, pods: "10000" }
capacity: { cpu: "1000", memory: 1Ti, ephemeral-storage: 1Ti, pods: "10000" }
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: kwok
  kernelVersion: kwok
  kubeProxyVersion: ""
  kubeletVersion: kwok
  machineID: ""
  operatingSystem: linux
  osImage: kwok
  systemUUID: ""
`;

/** A pod whose containers all run, whose init containers have ended, and whose native sidecars run beside the others. */
const POD_STATUS = `{{ $now := Now }}
phase: Running
startTime: ${TIME}
conditions:
- { type: Initialized, status: "True", lastTransitionTime: ${TIME} }
- { type: ContainersReady, status: "True", lastTransitionTime: ${TIME} }
- { type: Ready, status: "True", lastTransitionTime: ${TIME} }
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: ${TIME} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: ${TIME} } }
{{ end }}
{{ with .spec.initContainers }}
initContainerStatuses:
{{ range . }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: true
  restartCount: 0
  {{ if eq .restartPolicy "Always" }}
  started: true
  state: { running: { startedAt: ${TIME} } }
  {{ else }}
  started: false
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: ${TIME}, finishedAt: ${TIME} } }
  {{ end }}
{{ end }}
{{ end }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
`;

/** A Job's pod ends at once, and well. */
const COMPLETED_STATUS = `{{ $now := Now }}
phase: Succeeded
conditions:
- { type: Ready, status: "False", reason: PodCompleted, lastTransitionTime: ${TIME} }
- { type: ContainersReady, status: "False", reason: PodCompleted, lastTransitionTime: ${TIME} }
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  started: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: ${TIME}, finishedAt: ${TIME} } }
{{ end }}
`;

interface Expression {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    readonly values?: readonly string[];
}

const ALIVE: Expression = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

/**
 * What kwok does to nodes and pods, as the YAML it takes with `--config`; without stages it does nothing. Nodes and pods
 * become Ready at once, a Job's pods succeed, and what is deleted is gone.
 *
 * @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/
 */
export function stagesYaml(): string {
    return writeYamlDocuments([
        stage(
            "node-ready",
            "Node",
            [ALIVE, { key: READY, operator: "NotIn", values: ["True"] }],
            NODE_STATUS,
        ),
        stage(
            "pod-ready",
            "Pod",
            [
                ALIVE,
                { key: ".status.phase", operator: "In", values: ["Pending"] },
                { key: READY, operator: "NotIn", values: ["True"] },
            ],
            POD_STATUS,
        ),
        stage(
            "pod-complete",
            "Pod",
            [
                ALIVE,
                { key: ".status.phase", operator: "In", values: ["Running"] },
                { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
            ],
            COMPLETED_STATUS,
        ),
        stage("pod-delete", "Pod", [{ key: ".metadata.deletionTimestamp", operator: "Exists" }]),
    ]);
}

/** @param statusTemplate New status as a Go template; without one the object is deleted. */
function stage(
    name: string,
    kind: string,
    matchExpressions: readonly Expression[],
    statusTemplate?: string,
): object {
    return {
        apiVersion: "kwok.x-k8s.io/v1alpha1",
        kind: "Stage",
        metadata: { name },
        spec: {
            resourceRef: { apiGroup: "v1", kind },
            selector: { matchExpressions },
            next: statusTemplate === undefined ? { delete: true } : { statusTemplate },
        },
    };
}

/** Names of the fake nodes: two, so that a spread constraint has something to spread over. */
export const NODES = ["node-a", "node-b"];

/** A node for kwok to bring to life. */
export function fakeNode(name: string): object {
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name,
            labels: {
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "topology.kubernetes.io/zone": `zone-${name.slice(-1)}`,
            },
        },
    };
}
