import { isReservedNamespace } from "./system-namespaces";
import type { JsonObject } from "../kit/json";
import type {
    ClusterSettings,
    FleetSettings,
    FollowException,
    GatewaySettings,
    IstioSettings,
    UpgradeStrategy,
    Waiver,
} from "./settings";
import { boolean, enumeration, free, integer, list, object, string } from "./shape";
import {
    chartSource,
    day,
    duration,
    gatewayHost,
    imageRegistry,
    kubernetesVersion,
    label,
    range,
    subdomain,
} from "./shapes";

export const clusterShape = object<ClusterSettings>("The cluster this stack runs on.", {
    name: subdomain({
        description: "Name the proxies report as ISTIO_META_CLUSTER_ID, unique in the mesh.",
    }),
    kubernetes: kubernetesVersion({
        description: 'Kubernetes version of the API server, the lowest of its nodes, in quotes: "1.34".',
    }),
    context: string({
        description: "Context of the kubeconfig that reaches the cluster. Empty: the current context.",
        default: "",
    }),
    network: label({ description: "Istio network of the cluster. Empty: one flat network.", default: "" }),
    meshId: label({
        description: "Mesh the cluster belongs to. Empty: Istio's default, the trust domain.",
        default: "",
    }),
    trustDomain: subdomain({ description: "Root of every workload identity.", default: "cluster.local" }),
    domain: subdomain({ description: "DNS suffix of services in the cluster.", default: "cluster.local" }),
});

const waiver = object<Waiver>("A finding the team has decided to live with, for a while.", {
    id: string({
        description: "Id of a bulletin (ISTIO-SECURITY-2026-005), a gate or a policy rule.",
        maxLength: 64,
        pattern: "^[A-Za-z0-9][A-Za-z0-9._:/-]*$",
    }),
    reason: string({ description: "Why the finding is acceptable here.", maxLength: 500 }),
    expires: day({ description: "Last day the waiver holds: 2026-12-31." }),
});

export const istioShape = object<IstioSettings>("Which Istio to run, and how.", {
    range: range({ description: "Semver range the control plane and the proxies must satisfy: ~1.31." }),
    strategy: enumeration<UpgradeStrategy>({
        description:
            "How a control plane is upgraded: in-place, one minor at a time, or revisions, a second istiod beside it.",
        values: ["in-place", "revisions"],
        default: "in-place",
    }),
    minimumAge: duration({
        description: "Time a release must have been public before it may be picked: 3d, 36h.",
        default: "3d",
    }),
    catalogAge: duration({
        description: "Age of the catalog above which nothing new is picked: 120d.",
        default: "120d",
    }),
    allowPrerelease: boolean({ description: "Let alpha, beta and rc releases be picked.", default: false }),
    allowDowngrade: boolean({
        description: "Let an older release than the pinned one be picked.",
        default: false,
    }),
    waivers: list<Waiver>({
        description: "Findings the team has decided to live with, each with a reason and a last day.",
        items: waiver,
        identity: ({ id }) => id,
        default: [],
    }),
    charts: chartSource({
        description: "Where the charts come from: oci://… or https://…, without a chart's name.",
        default: "oci://ghcr.io/istio/release/charts",
    }),
    hub: imageRegistry({ description: "Registry and folder of Istio's images.", default: "docker.io/istio" }),
    variant: enumeration<string>({
        description: "Image variant. Distroless images hold no shell; empty is the release's default.",
        values: ["distroless", "debug", ""],
        default: "distroless",
    }),
    cni: boolean({
        description: "Install the CNI node agent, so that pods need no NET_ADMIN init container.",
        default: false,
    }),
    mtls: enumeration<"STRICT" | "PERMISSIVE">({
        description: "Mesh-wide mutual TLS.",
        values: ["STRICT", "PERMISSIVE"],
        default: "STRICT",
    }),
    // Istio's own default is ALLOW_ANY. Its egress task advises REGISTRY_ONLY for controlled access, and warns that
    // it is no security boundary by itself.
    outboundTraffic: enumeration<"REGISTRY_ONLY" | "ALLOW_ANY">({
        description:
            "What a proxy does with traffic to hosts that no registry knows. REGISTRY_ONLY wants a ServiceEntry for each host outside the mesh.",
        values: ["REGISTRY_ONLY", "ALLOW_ANY"],
        default: "REGISTRY_ONLY",
    }),
    accessLog: string({
        description: "File of the proxies' access log. Empty: none.",
        maybeEmpty: true,
        default: "/dev/stdout",
        pattern: "^(?:/[A-Za-z0-9._-]+)*$",
        fault: { rule: "must be an absolute path or empty" },
    }),
    values: free<JsonObject>({ description: "Istiod Helm values merged over Windlass's own.", default: {} }),
});

export const gatewayShape = object<GatewaySettings>(
    "The ingress gateway.",
    {
        enabled: boolean({
            description: "Install an ingress gateway and its Gateway object.",
            default: false,
        }),
        namespace: label({ description: "Namespace of the gateway.", default: "istio-ingress" }),
        hosts: list<string>({
            description: "Hosts the Gateway object answers for.",
            items: gatewayHost("A host: shop.example.com, *.example.com, or * with a certificate."),
            default: [],
        }),
        tlsSecret: subdomain({
            description: "Name of the Secret with the certificate. Empty: plain HTTP.",
            default: "",
        }),
        serviceType: enumeration<GatewaySettings["serviceType"]>({
            description: "Type of the gateway's Service.",
            values: ["LoadBalancer", "NodePort", "ClusterIP"],
            default: "LoadBalancer",
        }),
        minReplicas: integer({ description: "Fewest gateway pods.", min: 1, max: 1000, default: 2 }),
        maxReplicas: integer({ description: "Most gateway pods.", min: 1, max: 1000, default: 5 }),
    },
    (gateway) => {
        if (gateway.minReplicas > gateway.maxReplicas) {
            return {
                at: ["minReplicas"],
                rule: `must not be greater than maxReplicas, which is ${gateway.maxReplicas}`,
                remedy: "Raise maxReplicas or lower minReplicas",
            };
        }
        if (gateway.enabled && isReservedNamespace(gateway.namespace)) {
            return {
                at: ["namespace"],
                rule: "must be a namespace of the gateway's own: whoever may change its pods can read its certificates",
                remedy: "Delete the key for istio-ingress, or name another namespace",
            };
        }
        if (gateway.enabled && gateway.hosts.length === 0) {
            return {
                at: ["hosts"],
                rule: "must name at least one host, as the gateway is enabled",
                remedy: "Add the hosts it answers for, or set gateway.enabled to false",
            };
        }
        if (gateway.hosts.includes("*") && gateway.tlsSecret === "") {
            return {
                at: ["hosts"],
                rule: "must not be * without a certificate",
                remedy: "Name the hosts, or set gateway.tlsSecret",
            };
        }
        return undefined;
    },
);

const cannotFollow = object<FollowException>(
    "A stack that cannot take new versions for a while, because of its Kubernetes for example: later waves do not wait for it.",
    {
        reason: string({ description: "Why it cannot. Empty: it can.", maxLength: 500, default: "" }),
        expires: day({ description: "Last day later waves do not wait for it: 2026-12-31.", default: "" }),
    },
    ({ reason, expires }) => {
        if ((reason.trim() === "") === (expires === "")) return undefined;
        return {
            at: [expires === "" ? "expires" : "reason"],
            rule: "is required, as the other of reason and expires is given",
            remedy: "Say why the stack cannot follow, and until when, or delete fleet.cannotFollow",
        };
    },
);

export const fleetShape = object<FleetSettings>("The stack's place among the others.", {
    wave: integer({
        description: "Waves upgrade one after the other, from 0.",
        min: 0,
        max: 1000,
        default: 0,
    }),
    soak: duration({ description: "Time a version must live in the earlier wave: 7d.", default: "7d" }),
    cannotFollow,
});
