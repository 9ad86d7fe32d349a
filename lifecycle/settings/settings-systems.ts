import * as v from "valibot";

import { type Fault, flag, integer, list, map, oneOf, orAbsent, record, text } from "../kit/fields";
import { cohortsFields } from "./settings-cohorts";
import { isReservedNamespace } from "./system-namespaces";
import { chartSource, image, imageRegistry, label, range, subdomain, url } from "./formats";

/** Stands for the stack's name in `flux.git.path`. */
export const STACK_PLACEHOLDER = "<stack>";

const git = map("Repository Flux reads, with delivery flux.", {
    url: orAbsent(
        url(
            {
                description: "URL of the repository: https://… or ssh://git@…. Required with delivery flux.",
                maybeEmpty: true,
            },
            ["https", "ssh"],
        ),
    ),
    branch: v.optional(
        text({
            description: "Branch Flux follows.",
            // git check-ref-format: no component starts with a dot, none ends with .lock, no `..`, no `@{`.
            pattern: "^(?!.*(?:\\.\\.|@\\{|//|/\\.|\\.lock(?:/|$)))[A-Za-z0-9_][A-Za-z0-9._/@+-]*(?<![./])$",
            fault: { rule: "must be the name of a Git branch" },
        }),
        "main",
    ),
    path: v.optional(
        text({
            description: `Folder of the rendered manifests; ${STACK_PLACEHOLDER} stands for the stack's name.`,
            pattern: "^(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._-]+(?:/(?:[A-Za-z0-9._-]+|<stack>))*$",
            fault: {
                rule: "must be a path inside the repository",
                remedy: "Write it without a leading slash, . or ..",
            },
        }),
        `clusters/${STACK_PLACEHOLDER}`,
    ),
    secret: orAbsent(
        subdomain({
            description: "Secret in flux-system with the credentials. Empty: a public repository.",
            maybeEmpty: true,
        }),
    ),
    statusSecret: orAbsent(
        subdomain({
            description:
                "Secret in flux-system with the key token, or those of a GitHub App, that may write commit statuses: what became of a commit in the cluster. Empty: none are written.",
            maybeEmpty: true,
        }),
    ),
});

const decryption = map(
    "How Flux decrypts what stands in Git encrypted, with delivery flux.",
    {
        provider: orAbsent(oneOf("What encrypted it: sops. Empty: nothing is encrypted.", ["sops", ""])),
        secret: orAbsent(
            subdomain({
                description:
                    "Secret in flux-system with the keys, such as sops-age. Empty: kustomize-controller's own cloud identity.",
                maybeEmpty: true,
            }),
        ),
    },
    ({ provider, secret }) => {
        if (secret === undefined || provider !== undefined) return undefined;
        return {
            at: ["provider"],
            rule: "is required, as a secret is given",
            remedy: "Set it to sops, or delete secret",
        };
    },
);

const fluxFields = map("Which Flux to run, and where it comes from.", {
    range: v.optional(range({ description: "Semver range of the Flux distribution: ~2.9." }), "~2.9"),
    bootstrap: v.optional(
        oneOf("Who installs Flux: operator, or none where it runs already.", ["operator", "none"]),
        "operator",
    ),
    charts: v.optional(
        chartSource({
            description: "Where the flux-operator chart comes from, without the chart's name.",
        }),
        "oci://ghcr.io/controlplaneio-fluxcd/charts",
    ),
    registry: v.optional(
        imageRegistry({ description: "Registry and folder of Flux's images." }),
        "ghcr.io/fluxcd",
    ),
    operatorImage: orAbsent(
        imageRegistry({
            description:
                "Image of flux-operator without its tag, where it is mirrored. Empty: the chart's own.",
            maybeEmpty: true,
        }),
    ),
    pullSecret: orAbsent(
        subdomain({
            description:
                "Secret in flux-system with the credentials of the images' registry. Empty: none are needed.",
            maybeEmpty: true,
        }),
    ),
    artifactSecret: orAbsent(
        subdomain({
            description:
                "Secret in flux-system with the credentials of the artifact's registry. Empty: none are needed.",
            maybeEmpty: true,
        }),
    ),
    artifact: orAbsent(
        url(
            {
                description:
                    "OCI artifact with the distribution's manifests. Empty: the operator's built-in copy.",
                maybeEmpty: true,
            },
            ["oci"],
        ),
        "oci://ghcr.io/controlplaneio-fluxcd/flux-operator-manifests",
    ),
    git,
    decryption,
});

const alerts = map(
    "Chat that hears of canaries.",
    {
        type: v.optional(oneOf("Kind of chat.", ["slack", "msteams", "discord", "rocket"]), "slack"),
        secret: orAbsent(
            subdomain({
                description: "Secret in Flagger's namespace with the key address. Empty: no alerts.",
                maybeEmpty: true,
            }),
        ),
        channel: orAbsent(text({ description: "Channel to write to.", maxLength: 100, maybeEmpty: true })),
    },
    ({ secret, channel }) => {
        if (channel === undefined || secret !== undefined) return undefined;
        return {
            at: ["secret"],
            rule: "is required, as a channel is given",
            remedy: "Name the Secret with the chat's address, or delete channel",
        };
    },
);

const flaggerMembers = {
    range: v.optional(range({ description: "Semver range of Flagger: ~1.44." }), "~1.44"),
    bootstrap: v.optional(
        oneOf("Who installs Flagger: chart, or none where one runs already, wherever that is.", [
            "chart",
            "none",
        ]),
        "chart",
    ),
    charts: v.optional(
        chartSource({ description: "Where Flagger's charts come from, without a chart's name." }),
        "oci://ghcr.io/fluxcd/charts",
    ),
    chartsSecret: orAbsent(
        subdomain({
            description:
                "Secret in flagger-system with the credentials of the charts' registry. Empty: none are needed.",
            maybeEmpty: true,
        }),
    ),
    chartsCa: orAbsent(
        subdomain({
            description:
                "Secret in flagger-system whose ca.crt signs the certificate of the charts' registry. Empty: a public authority does.",
            maybeEmpty: true,
        }),
    ),
    pullSecret: orAbsent(
        subdomain({
            description:
                "Secret in flagger-system with the credentials of the images' registry. Empty: none are needed.",
            maybeEmpty: true,
        }),
    ),
    registry: v.optional(
        imageRegistry({ description: "Registry and folder of Flagger's images." }),
        "ghcr.io/fluxcd",
    ),
    prometheus: orAbsent(
        url(
            {
                description:
                    "Prometheus Flagger asks, http://… or https://…. Empty: install the chart's own small one.",
                maybeEmpty: true,
            },
            ["https"],
            // Prometheus is asked inside the cluster, where it speaks HTTP and the mesh encrypts.
            true,
        ),
    ),
    prometheusSecret: orAbsent(
        subdomain({
            description:
                "Secret in flagger-system with username and password, or token, for that Prometheus. Empty: it asks for none.",
            maybeEmpty: true,
        }),
    ),
    prometheusImage: orAbsent(
        image({
            description: "Image of the chart's own Prometheus, where it is mirrored. Empty: the chart's own.",
            maybeEmpty: true,
        }),
    ),
    alerts,
};

const flaggerFields = map(
    "Which Flagger to run, and what it asks.",
    flaggerMembers,
    ({ prometheus, prometheusSecret }) => {
        if (prometheusSecret === undefined || prometheus !== undefined) return undefined;
        return {
            at: ["prometheusSecret"],
            rule: "is of no use, as the chart's own Prometheus asks for no credentials",
            remedy: "Set prometheus, or delete prometheusSecret",
        };
    },
);

/** Of every system beside Istio: at least the `range` its pins are picked from, and the `charts` it comes from. */
export const toolFields = { flux: fluxFields, flagger: flaggerFields };

const MODES = ["git", "pin", "webhook", "none"] as const;

const namespaceFields = map(
    "Settings of one namespace.",
    {
        mode: v.optional(oneOf("How this namespace's pods get their proxy.", MODES), "git"),
        elsewhere: v.optional(
            flag(
                "Whether its workloads are delivered by other repositories: they are labelled, counted, waited for and restarted without manifests here. For the modes webhook and pin. Left out: false.",
            ),
        ),
        tag: orAbsent(
            label({
                description:
                    "Revision tag, of istio.tags, that its pods follow: with mode webhook the namespace is labelled with it, with mode pin its pods are. Empty: the proxies' own revision.",
                maybeEmpty: true,
            }),
        ),
    },
    ({ mode, elsewhere, tag }) => {
        if (elsewhere && mode !== "webhook" && mode !== "pin")
            return {
                at: ["mode"],
                rule: "must be webhook or pin, as its workloads are delivered elsewhere and only a webhook can give them their proxy",
                remedy: "Set it to what the namespace has: webhook where it has an injection label, pin where its pods have",
            };
        if (tag === undefined || mode === "webhook" || (mode === "pin" && elsewhere)) return undefined;
        return {
            at: ["tag"],
            rule: `is of no use with mode ${mode}`,
            remedy: "Delete it, or set mode to webhook",
        };
    },
);

const tenantFields = map("A team whose apps reach its own namespaces and nothing else.", {
    apps: v.optional(
        list("Apps of the team, of workloads.apps.", label({ description: "Name of a folder below apps/." })),
        [],
    ),
    namespaces: list("Namespaces of the team.", label({ description: "Name of a namespace." })),
});

const workloadsMembers = {
    apps: v.optional(
        list(
            "Folders below apps/, each a workload with its manifests.",
            label({ description: "Name of a folder below apps/." }),
        ),
        [],
    ),
    removalLimit: v.optional(
        integer(
            "Percent of the stack's objects that one change may remove without a waiver of mass-deletion.",
            0,
            100,
        ),
        25,
    ),
    clusterScoped: v.optional(
        list(
            "Kinds of custom resources that live in no namespace, as group/Kind, where no CustomResourceDefinition among the manifests says so.",
            text({
                description: "A kind: external-secrets.io/ClusterSecretStore.",
                pattern:
                    "^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)+/[A-Z][A-Za-z0-9]*$",
                fault: {
                    rule: "must be a group and a kind",
                    remedy: "Write it as external-secrets.io/ClusterSecretStore, without a version",
                },
            }),
        ),
        [],
    ),
    mode: v.optional(
        oneOf(
            "How pods get their proxy: git (in the manifests), pin (webhook, version pinned), webhook, or none.",
            MODES,
        ),
        "git",
    ),
    cohorts: cohortsFields,
    tenants: v.optional(
        record(
            "Teams whose apps may reach their own namespaces and nothing else: with delivery flux each has a service account of its own, and check refuses the rest.",
            label({}),
            tenantFields,
        ),
    ),
    namespaces: v.optional(record("Mode by namespace, where it differs.", label({}), namespaceFields), {}),
};

export const workloadsFields = map("What runs in the mesh.", workloadsMembers, ({ apps, tenants }) => {
    const seen = new Map<string, string>();
    for (const [tenant, own] of Object.entries(tenants ?? {})) {
        for (const key of ["apps", "namespaces"] as const) {
            for (const name of own[key]) {
                const at = ["tenants", tenant, key];
                const fault = tenantFault({ at, key, name, apps, other: seen.get(`${key} ${name}`) });
                if (fault) return fault;
                seen.set(`${key} ${name}`, tenant);
            }
        }
    }
    return undefined;
});

function tenantFault({
    at,
    key,
    name,
    apps,
    other,
}: {
    readonly at: readonly string[];
    readonly key: "apps" | "namespaces";
    readonly name: string;
    readonly apps: readonly string[];
    /** Tenant that has it already. */
    readonly other: string | undefined;
}): Fault | undefined {
    if (other !== undefined)
        return {
            at,
            rule: `must not have ${name}, which is ${other}'s already`,
            remedy: "Leave it to one of them",
        };
    if (key === "apps" && !apps.includes(name))
        return {
            at,
            rule: `must name apps of workloads.apps, and ${name} is none`,
            remedy: "Add it there, or correct the name",
        };
    if (key === "namespaces" && isReservedNamespace(name))
        return {
            at,
            rule: `must not have ${name}, a namespace of the platform's`,
            remedy: "Name one of the team's own",
        };
    return undefined;
}
