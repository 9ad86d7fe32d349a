import assert from "node:assert/strict";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { plain } from "../../../diff/phrase";
import { privilegesOf } from "../../../diff/privileges/privileges-of";

const SAFE = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
};

function deployment(spec: object, container: object = {}, metadata: object = {}): Manifest {
    const containers = [{ name: "c", image: "i", securityContext: SAFE, ...container }];
    const template = {
        metadata,
        spec: { serviceAccountName: "s", automountServiceAccountToken: false, containers, ...spec },
    };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "d", namespace: "n" },
        spec: { template },
    };
}

function secured(change: object): Manifest {
    return deployment({}, { securityContext: { ...SAFE, ...change } });
}

function object(apiVersion: string, kind: string, fields: object): Manifest {
    return { apiVersion, kind, metadata: { name: "x", namespace: "n" }, ...fields };
}

const RBAC = "rbac.authorization.k8s.io/v1";
const NET = "networking.istio.io/v1";
const rule = (fields: object): Manifest => object(RBAC, "Role", { rules: [{ apiGroups: [""], ...fields }] });
const binding = (kind: string, role: string, who: string): Manifest =>
    object(RBAC, kind, {
        roleRef: { kind: "ClusterRole", name: role },
        subjects: [{ kind: "Group", name: who }],
    });
const gateway = (server: object): Manifest => object(NET, "Gateway", { spec: { servers: [server] } });
const hook = (fields: object): Manifest =>
    object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", {
        webhooks: [{ name: "w", ...fields }],
    });

/** `[object, level, rule, words]`: among what the object may do. */
const cases: readonly (readonly [Manifest, "alarm" | "caution", string, string])[] = [
    [deployment({ hostNetwork: true }), "alarm", "host", "the node's network (hostNetwork)"],
    [deployment({ hostPID: true }), "alarm", "host", "the node's processes (hostPID)"],
    [deployment({ hostIPC: true }), "alarm", "host", "the node's shared memory (hostIPC)"],
    [
        deployment({ shareProcessNamespace: true }),
        "caution",
        "shared-processes",
        "its containers see each other's processes",
    ],
    [
        deployment({ volumes: [{ name: "v", hostPath: { path: "/etc" } }] }),
        "alarm",
        "host-path",
        "host path /etc",
    ],
    [
        deployment({ volumes: [{ name: "v", secret: { secretName: "k" } }] }),
        "caution",
        "secret",
        "reads Secret k",
    ],
    [
        deployment({ automountServiceAccountToken: true }),
        "caution",
        "token",
        "service account token for the API server",
    ],
    [
        deployment({ automountServiceAccountToken: undefined }),
        "caution",
        "token",
        "service account token for the API server",
    ],
    [deployment({}), "caution", "service-account", "runs as service account s"],
    [
        deployment({}, { ports: [{ containerPort: 1, hostPort: 80 }] }),
        "alarm",
        "host-port",
        "container c listens on port 80 of the node",
    ],
    [
        deployment({}, { env: [{ name: "E", valueFrom: { secretKeyRef: { name: "k", key: "p" } } }] }),
        "caution",
        "secret",
        "reads Secret k",
    ],
    [deployment({}, { envFrom: [{ secretRef: { name: "k" } }] }), "caution", "secret", "reads Secret k"],
    [
        deployment({}, {}, { labels: { "sidecar.istio.io/inject": "false" } }),
        "alarm",
        "mesh",
        "its pods opt out of the mesh",
    ],
    [
        deployment({}, {}, { annotations: { "traffic.sidecar.istio.io/excludeOutboundPorts": "443" } }),
        "caution",
        "mesh",
        "traffic past the proxy: traffic.sidecar.istio.io/excludeOutboundPorts 443",
    ],
    [secured({ privileged: true }), "alarm", "privileged", "container c is privileged"],
    [
        secured({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
        "alarm",
        "capability",
        "capability SYS_ADMIN for container c",
    ],
    [
        secured({ capabilities: { add: ["NET_BIND_SERVICE"] } }),
        "caution",
        "capability",
        "capability NET_BIND_SERVICE for container c",
    ],
    [
        secured({ capabilities: {} }),
        "caution",
        "capabilities-kept",
        "container c keeps the runtime's capabilities",
    ],
    [
        secured({ allowPrivilegeEscalation: true }),
        "alarm",
        "escalation",
        "container c may gain privileges (allowPrivilegeEscalation)",
    ],
    [
        secured({ allowPrivilegeEscalation: undefined }),
        "caution",
        "escalation",
        "container c may gain privileges (allowPrivilegeEscalation)",
    ],
    [secured({ runAsUser: 0 }), "alarm", "root", "container c runs as root (runAsUser 0)"],
    [secured({ runAsNonRoot: false }), "alarm", "root", "container c may run as root (runAsNonRoot false)"],
    [secured({ runAsNonRoot: undefined }), "caution", "root", "container c may run as root"],
    [
        secured({ seccompProfile: { type: "Unconfined" } }),
        "alarm",
        "seccomp",
        "container c is unconfined by seccomp",
    ],
    [secured({ seccompProfile: undefined }), "caution", "seccomp", "container c names no seccomp profile"],
    [secured({ procMount: "Unmasked" }), "alarm", "proc", "container c sees all of /proc"],
    [
        secured({ readOnlyRootFilesystem: false }),
        "caution",
        "file-system",
        "container c can write its root file system",
    ],
    [rule({ verbs: ["*"], resources: ["pods"] }), "alarm", "rbac", "may * pods: a wildcard"],
    [
        rule({ verbs: ["get"], resources: ["secrets"] }),
        "alarm",
        "rbac",
        "may get secrets: as good as more rights",
    ],
    [
        rule({ verbs: ["impersonate"], resources: ["users"] }),
        "alarm",
        "rbac",
        "may impersonate users: can give itself more rights",
    ],
    [
        rule({ verbs: ["create"], resources: ["pods/exec"] }),
        "alarm",
        "rbac",
        "may create pods/exec: as good as more rights",
    ],
    [rule({ verbs: ["get"], resources: ["pods"] }), "caution", "rbac", "may get pods"],
    [
        object(RBAC, "ClusterRole", { aggregationRule: {} }),
        "alarm",
        "rbac",
        "takes in the rules of every ClusterRole with certain labels (aggregationRule)",
    ],
    [
        binding("ClusterRoleBinding", "cluster-admin", "ops"),
        "alarm",
        "rbac",
        "ClusterRole cluster-admin for Group ops in the whole cluster",
    ],
    [
        binding("RoleBinding", "view", "system:authenticated"),
        "alarm",
        "rbac",
        "ClusterRole view for Group system:authenticated in n",
    ],
    [binding("RoleBinding", "view", "ops"), "caution", "rbac", "ClusterRole view for Group ops in n"],
    [
        hook({ failurePolicy: "Ignore" }),
        "caution",
        "webhook",
        "webhook w lets everything pass when it cannot be reached (failurePolicy Ignore)",
    ],
    [
        hook({ clientConfig: { url: "https://x" } }),
        "alarm",
        "webhook",
        "webhook w sends objects to https://x",
    ],
    [
        object("v1", "Service", { spec: { type: "NodePort" } }),
        "alarm",
        "exposed",
        "reachable from outside the cluster (NodePort)",
    ],
    [
        object("networking.k8s.io/v1", "NetworkPolicy", { spec: { ingress: [{}] } }),
        "alarm",
        "network",
        "lets everything in",
    ],
    [
        object("v1", "Namespace", {}),
        "caution",
        "pod-security",
        "admits pods of the Pod Security level privileged",
    ],
    [
        object("security.istio.io/v1", "PeerAuthentication", { spec: { mtls: { mode: "PERMISSIVE" } } }),
        "alarm",
        "mtls",
        "accepts traffic without mutual TLS (PERMISSIVE)",
    ],
    [
        object("security.istio.io/v1", "PeerAuthentication", {
            spec: { portLevelMtls: { 80: { mode: "DISABLE" } } },
        }),
        "alarm",
        "mtls",
        "accepts traffic without mutual TLS at port 80 (DISABLE)",
    ],
    [
        object("security.istio.io/v1", "AuthorizationPolicy", { spec: { rules: [{}] } }),
        "alarm",
        "authorization",
        "allows every request",
    ],
    [
        gateway({ hosts: ["*"], port: { name: "h", protocol: "HTTPS" } }),
        "alarm",
        "gateway",
        "answers for every host (h)",
    ],
    [
        gateway({ hosts: ["a.b"], port: { name: "h", protocol: "HTTP" } }),
        "alarm",
        "gateway",
        "serves a.b without TLS (HTTP)",
    ],
    [
        gateway({ hosts: ["a.b"], port: { protocol: "HTTPS" }, tls: { minProtocolVersion: "TLSV1_0" } }),
        "alarm",
        "gateway",
        "accepts old TLS (TLSV1_0)",
    ],
    [
        object("gateway.networking.k8s.io/v1", "Gateway", {
            spec: { listeners: [{ name: "l", protocol: "HTTPS" }] },
        }),
        "alarm",
        "gateway",
        "answers for every host (l)",
    ],
    [
        object(NET, "DestinationRule", { spec: { trafficPolicy: { tls: { mode: "DISABLE" } } } }),
        "alarm",
        "mtls",
        "sends without TLS",
    ],
    [object(NET, "EnvoyFilter", {}), "alarm", "proxy-code", "rewrites the configuration of proxies"],
    [object("extensions.istio.io/v1alpha1", "WasmPlugin", {}), "alarm", "proxy-code", "runs code in proxies"],
    [
        object(NET, "ServiceEntry", { spec: { hosts: ["*.x.org"] } }),
        "alarm",
        "egress",
        "makes *.x.org known to the mesh",
    ],
    [
        object(NET, "Sidecar", { spec: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } } }),
        "alarm",
        "egress",
        "lets its pods reach any host (ALLOW_ANY)",
    ],
    [
        object("helm.toolkit.fluxcd.io/v2", "HelmRelease", { spec: {} }),
        "alarm",
        "service-account",
        "is applied with the rights of Flux itself",
    ],
    [
        object("source.toolkit.fluxcd.io/v1", "HelmRepository", { spec: { url: "oci://x", insecure: true } }),
        "alarm",
        "source",
        "reads its source without TLS (insecure)",
    ],
];

describe("privilegesOf", () => {
    for (const [subject, level, name, words] of cases) {
        it(`sees that a ${subject.kind} ${words}`, () => {
            const found = privilegesOf(subject, () => true).map((privilege) => [
                privilege.level,
                privilege.rule,
                plain(privilege.words),
            ]);
            assert.ok(
                found.some(
                    (entry) => JSON.stringify(entry) === JSON.stringify([level, `privilege/${name}`, words]),
                ),
                JSON.stringify(found),
            );
        });
    }

    it("sees nothing but the account in a pod that is held back in every way", () => {
        assert.deepEqual(
            privilegesOf(deployment({}), () => true).map(({ words }) => plain(words)),
            ["runs as service account s"],
        );
    });

    it("asks the service account where the pod does not say whether it mounts a token", () => {
        const asked: string[] = [];
        const found = privilegesOf(
            deployment({ automountServiceAccountToken: undefined }),
            (namespace, account) => {
                asked.push(`${namespace}/${account}`);
                return false;
            },
        );
        assert.deepEqual(asked, ["n/s"]);
        assert.equal(found.length, 1);
    });

    it("lets a pod's own user count for its containers", () => {
        const subject = deployment(
            { securityContext: { runAsUser: 0 } },
            { securityContext: { ...SAFE, runAsNonRoot: undefined } },
        );
        assert.ok(
            privilegesOf(subject, () => true).some(
                ({ words }) => plain(words) === "container c runs as root (runAsUser 0)",
            ),
        );
    });
});
