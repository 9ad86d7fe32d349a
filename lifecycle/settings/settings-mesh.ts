import * as v from "valibot";

import {
    type Field,
    type OptionalField,
    flag,
    integer,
    list,
    map,
    oneOf,
    orAbsent,
    record,
    rule,
    text,
} from "../kit/fields";
import type { JsonObject } from "../kit/json";
import { ALLOWED_HOST, allowedHostFault, allowedHostsFault } from "./allowed-host";
import {
    chartSource,
    day,
    duration,
    imageRegistry,
    kubernetesVersion,
    label,
    range,
    SUBDOMAIN,
    subdomain,
} from "./formats";
import { helmValues } from "./secret-values";
import { freezesField, windowsField } from "./window-fields";

export const clusterFields = map("The cluster this stack runs on.", {
    name: text({
        description:
            "Name the proxies report as ISTIO_META_CLUSTER_ID, unique in the mesh. Kubernetes: what Istio calls a cluster that nobody has named.",
        pattern: `^(?:Kubernetes|${SUBDOMAIN})$`,
        fault: {
            rule: "must be a DNS-1123 subdomain",
            remedy: "Use lower-case letters, digits, dashes and dots, starting and ending with a letter or digit",
        },
    }),
    kubernetes: kubernetesVersion({
        description: 'Kubernetes version of the API server, the lowest of its nodes, in quotes: "1.34".',
    }),
    context: orAbsent(
        text({
            description: "Context of the kubeconfig that reaches the cluster. Empty: the current context.",
            maybeEmpty: true,
        }),
    ),
    network: orAbsent(
        label({ description: "Istio network of the cluster. Empty: one flat network.", maybeEmpty: true }),
    ),
    meshId: orAbsent(
        label({
            description: "Mesh the cluster belongs to. Empty: Istio's default, the trust domain.",
            maybeEmpty: true,
        }),
    ),
    trustDomain: v.optional(subdomain({ description: "Root of every workload identity." }), "cluster.local"),
    domain: v.optional(subdomain({ description: "DNS suffix of services in the cluster." }), "cluster.local"),
});

const waiver = map("A finding the team has decided to live with, for a while.", {
    /** Id of a bulletin (`ISTIO-SECURITY-2026-005`), a gate or a policy rule. */
    id: text({
        description: "Id of a bulletin (ISTIO-SECURITY-2026-005), a gate or a policy rule.",
        maxLength: 64,
        pattern: "^[A-Za-z0-9][A-Za-z0-9._:/-]*$",
    }),
    reason: text({ description: "Why the finding is acceptable here.", maxLength: 500 }),
    /** Last day it holds: `2026-12-31`. */
    expires: day({ description: "Last day the waiver holds: 2026-12-31." }),
});

const releaseName = orAbsent(
    text({
        description:
            "Helm's name for the release, where others have installed it. Empty: that of the HelmRelease.",
        maxLength: 53,
        maybeEmpty: true,
        pattern: `^(?:${SUBDOMAIN})?$`,
        fault: { rule: "must be the name of a Helm release" },
    }),
);
const storage = orAbsent(
    label({
        description: "Namespace of the Secrets Helm keeps the release in. Empty: istio-system.",
        maybeEmpty: true,
    }),
);
const release = { name: releaseName, storage };
const releaseWithValues = (chart: string) =>
    map(`The release of the chart ${chart}.`, {
        ...release,
        values: v.optional(
            helmValues(`Helm values of the chart ${chart}, merged over Windlass's own.`),
            {} satisfies JsonObject,
        ),
    });

const releasesFields = map("Helm releases that were there before Windlass, and go on under their names.", {
    base: releaseWithValues("base"),
    istiod: v.optional(
        record(
            "Releases of the chart istiod, by revision: default, 1-31-1. Their values are istio.values.",
            label({}),
            map("The release of a revision.", release),
        ),
        {},
    ),
    cni: releaseWithValues("cni"),
});

export const istioFields = map("Which Istio to run, and how.", {
    range: range({ description: "Semver range the control plane and the proxies must satisfy: ~1.31." }),
    strategy: v.optional(
        oneOf(
            "How a control plane is upgraded: in-place, one minor at a time, or revisions, a second istiod beside it.",
            ["in-place", "revisions"],
        ),
        "in-place",
    ),
    minimumAge: v.optional(
        duration({ description: "Time a release must have been public before it may be picked: 3d, 36h." }),
        "3d",
    ),
    catalogAge: v.optional(
        duration({ description: "Age of the catalog above which nothing new is picked: 120d." }),
        "120d",
    ),
    tags: v.optional(
        list(
            "Revision tags, which namespaces and pods name as istio.io/rev in place of a revision: stable. Windlass owns their webhooks. default stands for istio-injection: enabled, with strategy revisions.",
            text({
                description: "Name of a tag.",
                maxLength: 40,
                // One that looks like a revision would be taken for it: 1-31-1.
                pattern: "^[a-z](?:[-a-z0-9]*[a-z0-9])?$",
                fault: {
                    rule: "must be the name of a tag: a letter, then letters, digits and dashes",
                    remedy: "Call it stable, for instance",
                },
            }),
        ),
        [],
    ),
    allowPrerelease: v.optional(flag("Let alpha, beta and rc releases be picked."), false),
    allowDowngrade: v.optional(flag("Let an older release than the pinned one be picked."), false),
    waivers: v.optional(
        list(
            "Findings the team has decided to live with, each with a reason and a last day.",
            waiver,
            ({ id }) => id,
        ),
        [],
    ),
    charts: v.optional(
        chartSource({
            description: "Where the charts come from: oci://… or https://…, without a chart's name.",
        }),
        "oci://ghcr.io/istio/release/charts",
    ),
    chartsSecret: orAbsent(
        subdomain({
            description:
                "Secret with the credentials of the charts' registry, in istio-system and in the gateway's namespace. Empty: none are needed.",
            maybeEmpty: true,
        }),
    ),
    chartsCa: orAbsent(
        subdomain({
            description:
                "Secret beside it whose ca.crt signs the certificate of the charts' registry. Empty: a public authority does.",
            maybeEmpty: true,
        }),
    ),
    pullSecrets: v.optional(
        list(
            "Secrets with the credentials of the images' registry, in every namespace with a proxy: of istiod, the node agent, gateways, and of pods that get a sidecar.",
            subdomain({ description: "Name of a Secret." }),
        ),
    ),
    hub: v.optional(
        imageRegistry({ description: "Registry and folder of Istio's images." }),
        "docker.io/istio",
    ),
    variant: v.optional(
        oneOf("Image variant. Distroless images hold no shell; empty is the release's default.", [
            "distroless",
            "debug",
            "",
        ]) as Field<string>,
        "distroless",
    ),
    cni: v.optional(
        flag("Install the CNI node agent, so that pods need no NET_ADMIN init container."),
        false,
    ),
    mtls: v.optional(oneOf("Mesh-wide mutual TLS.", ["STRICT", "PERMISSIVE"]), "STRICT"),
    // Istio's own default is ALLOW_ANY. Its egress task advises REGISTRY_ONLY for controlled access, and warns that
    // it is no security boundary by itself.
    outboundTraffic: v.optional(
        oneOf(
            "What a proxy does with traffic to hosts that no registry knows. REGISTRY_ONLY wants each host outside the mesh in allowedHosts, or in a ServiceEntry.",
            ["REGISTRY_ONLY", "ALLOW_ANY"],
        ),
        "REGISTRY_ONLY",
    ),
    allowedHosts: v.optional(
        v.pipe(
            list(
                "Hosts outside the mesh that every workload may reach, one ServiceEntry for each port.",
                text({
                    description:
                        "api.example.com (TLS on 443), api.example.com:80, smtp.example.com:587/TCP, *.example.com.",
                    pattern: ALLOWED_HOST,
                    fault: {
                        rule: "must be a DNS name, with a port and TLS, HTTP or TCP where those are not 443 and TLS",
                        remedy: "Write it as api.example.com, api.example.com:8443 or smtp.example.com:587/TCP",
                    },
                    check: allowedHostFault,
                }),
            ) as v.GenericSchema<unknown, readonly string[]>,
            rule(allowedHostsFault),
        ),
        [],
    ),
    accessLog: orAbsent(
        text({
            description: "File of the proxies' access log. Empty: none.",
            maybeEmpty: true,
            pattern: "^(?:/[A-Za-z0-9._-]+)*$",
            fault: { rule: "must be an absolute path or empty" },
        }),
        "/dev/stdout",
    ),
    defaults: v.optional(
        oneOf(
            "Whose Helm values are below istio.values: windlass, two replicas, seccomp profiles, network policies and normalized paths; or chart, none but the charts' own, as in a mesh that was adopted.",
            ["windlass", "chart"],
        ),
        "windlass",
    ),
    values: v.optional(
        helmValues("Istiod Helm values merged over those of istio.defaults."),
        {} satisfies JsonObject,
    ),
    releases: releasesFields,
});

/** A named exception from the order of waves. */
export interface FollowException {
    readonly reason: string;
    /** Last day it holds: `2026-12-31`. */
    readonly expires: string;
}

const cannotFollow = v.optional(
    v.pipe(
        map(
            "A stack that cannot take new versions for a while, because of its Kubernetes for example: later waves do not wait for it.",
            {
                reason: orAbsent(
                    text({ description: "Why it cannot. Empty: it can.", maxLength: 500, maybeEmpty: true }),
                ),
                expires: orAbsent(
                    day({
                        description: "Last day later waves do not wait for it: 2026-12-31.",
                        maybeEmpty: true,
                    }),
                ),
            },
            ({ reason = "", expires }) => {
                if ((reason.trim() === "") === (expires === undefined)) return undefined;
                return {
                    at: [expires === undefined ? "expires" : "reason"],
                    rule: "is required, as the other of reason and expires is given",
                    remedy: "Say why the stack cannot follow, and until when, or delete fleet.cannotFollow",
                };
            },
        ),
        v.transform(({ reason, expires }): FollowException | undefined =>
            reason !== undefined && expires !== undefined ? { reason, expires } : undefined,
        ),
    ),
    {},
) as unknown as OptionalField<FollowException>;

export const fleetFields = map("The stack's place among the others.", {
    wave: v.optional(integer("Waves upgrade one after the other, from 0.", 0, 1000), 0),
    soak: v.optional(duration({ description: "Time a version must live in the earlier wave: 7d." }), "7d"),
    evidence: v.optional(
        oneOf(
            "Whether steps wait for what was seen of the cluster (windlass status --record): required; or none, by days, as long as there is no cluster to look at.",
            ["required", "none"],
        ),
        "required",
    ),
    evidenceAge: v.optional(
        duration({ description: "Longest age at which what was seen still counts: 1d." }),
        "1d",
    ),
    cannotFollow,
    windows: windowsField,
    freezes: freezesField,
    expeditedSoak: v.optional(
        duration({
            description:
                "Time a version must live in the earlier wave where it mends a known fault of what runs here: 1d. 0d: none, the order of waves is all that is kept.",
        }),
        "0d",
    ),
    unattended: v.optional(
        oneOf(
            "Which proposed steps merge by themselves once their checks are green: none, those of a patch, or of a minor as well. Asks for evidence.",
            ["none", "patch", "minor"],
        ),
        "none",
    ),
});
