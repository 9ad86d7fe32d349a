import * as v from "valibot";

import {
    type Field,
    type OptionalField,
    integer,
    list,
    map,
    oneOf,
    orAbsent,
    record,
    text,
} from "../kit/fields";
import type { JsonObject } from "../kit/json";
import { gatewayHost, label, subdomain } from "./formats";
import { helmValues } from "./secret-values";

/**
 * What a gateway is for, in the order in which an upgrade moves them: between clusters the endpoints of the own cluster stand
 * in for what fails, outwards only those who call out see it, inwards every user does.
 */
export const GATEWAY_KINDS = ["east-west", "egress", "ingress"] as const;

/** One of {@link GATEWAY_KINDS}. */
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

/** Hosts of a Gateway object. */
export const hosts = (description: string): Field<readonly string[]> =>
    list(description, gatewayHost("A host: shop.example.com, *.example.com, or * with a certificate."));

/** A Secret with a certificate, or none. */
export const tlsSecret = (description: string): OptionalField<string> =>
    orAbsent(subdomain({ description: `${description} Empty: plain HTTP.`, maybeEmpty: true }));

/** Types of a Service that a gateway may have. */
export const serviceType = (description: string): Field<"LoadBalancer" | "NodePort" | "ClusterIP"> =>
    oneOf(description, ["LoadBalancer", "NodePort", "ClusterIP"]);

/** How many pods there are. */
export const replicas = {
    minReplicas: v.optional(integer("Fewest gateway pods.", 1, 1000), 2),
    maxReplicas: v.optional(integer("Most gateway pods.", 1, 1000), 5),
};

const texts = (description: string): Field<Readonly<Record<string, string>>> =>
    record(description, text({ maxLength: 317 }), text({ maxLength: 16_384, maybeEmpty: true }));

const maps = (description: string): Field<readonly JsonObject[]> =>
    list(description, helmValues("As Kubernetes has it."), JSON.stringify);

const issuer = map(
    "Issuer of cert-manager that writes the Secret. Left out: the Secret is made by somebody else.",
    {
        name: orAbsent(subdomain({ description: "Name of the issuer. Empty: none.", maybeEmpty: true })),
        kind: v.optional(
            oneOf("Issuer of the gateway's namespace, or one of the cluster.", ["ClusterIssuer", "Issuer"]),
            "ClusterIssuer",
        ),
    },
);

const server = map(
    "More hosts, with a certificate of their own.",
    {
        hosts: hosts("Hosts the Gateway object answers for with this certificate."),
        tlsSecret: subdomain({ description: "Name of the Secret with the certificate." }),
        issuer,
    },
    (value) =>
        value.hosts.length > 0
            ? undefined
            : {
                  at: ["hosts"],
                  rule: "must name at least one host",
                  remedy: "Add the hosts, or delete the server",
              },
);

const port = map("A port of the Service.", {
    name: label({ description: "Name of the port: http2, https, tcp-mysql." }),
    port: integer("Port of the Service.", 1, 65_535),
    targetPort: v.optional(v.nonOptional(integer("Port of the pods. Left out: the same.", 1, 65_535))),
    nodePort: v.optional(
        v.nonOptional(integer("Port of the nodes. Left out: the cluster picks it.", 1, 65_535)),
    ),
    protocol: v.optional(oneOf("Transport.", ["TCP", "UDP"]), "TCP"),
});

/** Every key of a gateway of `windlass:gateways`. */
export const gatewayMembers = {
    kind: v.optional(
        oneOf(
            "What it is for: ingress lets in what comes from outside, egress lets out what leaves, east-west joins this cluster's network to others.",
            ["ingress", "egress", "east-west"],
        ),
        "ingress",
    ),
    namespace: orAbsent(
        label({ description: "Namespace of the gateway. Empty: istio- and its name.", maybeEmpty: true }),
    ),
    hosts: v.optional(
        hosts(
            "Hosts the Gateway object answers for. None: it has no Gateway object, and you declare your own. An east-west gateway takes none.",
        ),
        [],
    ),
    tlsSecret: tlsSecret("Name of the Secret with the certificate of these hosts."),
    issuer,
    servers: v.optional(
        list("More hosts, with certificates of their own.", server, ({ tlsSecret: name }) => name),
        [],
    ),
    serviceType: v.optional(
        v.nonOptional(serviceType("Type of the Service. Left out: LoadBalancer; ClusterIP for egress.")),
    ),
    serviceAnnotations: v.optional(
        texts("Annotations of the Service, which is where a cloud's load balancer is configured."),
        {},
    ),
    loadBalancerClass: orAbsent(
        text({
            description: "Who implements the load balancer: service.k8s.aws/nlb. Empty: the cloud's own.",
            maxLength: 317,
            maybeEmpty: true,
        }),
    ),
    loadBalancerSourceRanges: v.optional(
        list(
            "Networks that may reach the load balancer: 203.0.113.0/24. None: all.",
            text({
                maxLength: 43,
                pattern: "^[0-9a-fA-F.:]+/\\d{1,3}$",
                fault: { rule: "must be a network: an address, a slash and the length of its prefix" },
            }),
        ),
        [],
    ),
    externalTrafficPolicy: orAbsent(
        oneOf("Local keeps the client's address, Cluster spreads over all nodes. Empty: Kubernetes' own.", [
            "Local",
            "Cluster",
            "",
        ]),
    ),
    ports: v.optional(
        list(
            "Ports of the Service in place of 80 and 443. None: those, or for an east-west gateway the chart's.",
            port,
            ({ name }) => name,
        ),
        [],
    ),
    ...replicas,
    targetCPUUtilizationPercentage: v.optional(
        v.nonOptional(
            integer("Use of the CPU at which there are more pods. Left out: the chart's own.", 1, 100),
        ),
    ),
    resources: v.optional(
        v.nonOptional(helmValues("Requests and limits of the proxy. Left out: the chart's own.")),
    ),
    affinity: v.optional(v.nonOptional(helmValues("Affinity of the pods."))),
    topologySpreadConstraints: v.optional(maps("How the pods spread over zones and nodes."), []),
    tolerations: v.optional(maps("Taints the pods tolerate."), []),
    nodeSelector: v.optional(texts("Labels of the nodes the pods may run on."), {}),
    podDisruptionBudget: v.optional(
        v.nonOptional(helmValues("Pods a drain may take or must leave. Left out: one at a time.")),
    ),
    priorityClassName: orAbsent(
        subdomain({ description: "Priority class of the pods. Empty: the cluster's own.", maybeEmpty: true }),
    ),
    imagePullSecrets: v.optional(
        list(
            "Secrets in the gateway's namespace that may pull the proxy's image.",
            subdomain({ description: "Name of a Secret." }),
        ),
        [],
    ),
    drainSeconds: v.optional(
        v.nonOptional(
            integer(
                "How long a pod that goes still serves the connections that are open, and takes no new ones. Left out: Istio's 5 seconds.",
                1,
                3600,
            ),
        ),
    ),
    values: v.optional(
        helmValues("Values of the gateway chart that no other key decides."),
        {} satisfies JsonObject,
    ),
};

/** A gateway as it is written, with the defaults that hold for every one. */
export type WrittenGateway = Readonly<v.InferOutput<v.StrictObjectSchema<typeof gatewayMembers, undefined>>>;
