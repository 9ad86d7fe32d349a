import type {
    AlertSettings,
    DataPlaneMode,
    DecryptionSettings,
    FlaggerSettings,
    FluxSettings,
    GitSettings,
    WorkloadSettings,
} from "./settings";
import { enumeration, integer, list, object, record, string } from "./shape";
import { chartSource, image, imageRegistry, label, range, subdomain, url } from "./shapes";

/** Stands for the stack's name in `flux.git.path`. */
export const STACK_PLACEHOLDER = "<stack>";

const gitShape = object<GitSettings>("Repository Flux reads, with delivery flux.", {
    url: url(
        {
            description: "URL of the repository: https://… or ssh://git@…. Required with delivery flux.",
            default: "",
        },
        ["https", "ssh"],
    ),
    branch: string({
        description: "Branch Flux follows.",
        default: "main",
        // git check-ref-format: no component starts with a dot, none ends with .lock, no `..`, no `@{`.
        pattern: "^(?!.*(?:\\.\\.|@\\{|//|/\\.|\\.lock(?:/|$)))[A-Za-z0-9_][A-Za-z0-9._/@+-]*(?<![./])$",
        fault: { rule: "must be the name of a Git branch" },
    }),
    path: string({
        description: `Folder of the rendered manifests; ${STACK_PLACEHOLDER} stands for the stack's name.`,
        default: `clusters/${STACK_PLACEHOLDER}`,
        pattern: "^(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._-]+(?:/(?:[A-Za-z0-9._-]+|<stack>))*$",
        fault: {
            rule: "must be a path inside the repository",
            remedy: "Write it without a leading slash, . or ..",
        },
    }),
    secret: subdomain({
        description: "Secret in flux-system with the credentials. Empty: a public repository.",
        default: "",
    }),
});

const decryptionShape = object<DecryptionSettings>(
    "How Flux decrypts what stands in Git encrypted, with delivery flux.",
    {
        provider: enumeration<DecryptionSettings["provider"]>({
            description: "What encrypted it: sops. Empty: nothing is encrypted.",
            values: ["sops", ""],
            default: "",
        }),
        secret: subdomain({
            description:
                "Secret in flux-system with the keys, such as sops-age. Empty: kustomize-controller's own cloud identity.",
            default: "",
        }),
    },
    ({ provider, secret }) => {
        if (secret === "" || provider !== "") return undefined;
        return {
            at: ["provider"],
            rule: "is required, as a secret is given",
            remedy: "Set it to sops, or delete secret",
        };
    },
);

export const fluxShape = object<FluxSettings>("Which Flux to run, and where it comes from.", {
    range: range({ description: "Semver range of the Flux distribution: ~2.9.", default: "~2.9" }),
    bootstrap: enumeration<FluxSettings["bootstrap"]>({
        description: "Who installs Flux: operator, or none where it runs already.",
        values: ["operator", "none"],
        default: "operator",
    }),
    charts: chartSource({
        description: "Where the flux-operator chart comes from, without the chart's name.",
        default: "oci://ghcr.io/controlplaneio-fluxcd/charts",
    }),
    registry: imageRegistry({
        description: "Registry and folder of Flux's images.",
        default: "ghcr.io/fluxcd",
    }),
    operatorImage: imageRegistry({
        description: "Image of flux-operator without its tag, where it is mirrored. Empty: the chart's own.",
        default: "",
    }),
    artifact: url(
        {
            description:
                "OCI artifact with the distribution's manifests. Empty: the operator's built-in copy.",
            default: "oci://ghcr.io/controlplaneio-fluxcd/flux-operator-manifests",
            maybeEmpty: true,
        },
        ["oci"],
    ),
    git: gitShape,
    decryption: decryptionShape,
});

const alertsShape = object<AlertSettings>(
    "Chat that hears of canaries.",
    {
        type: enumeration<AlertSettings["type"]>({
            description: "Kind of chat.",
            values: ["slack", "msteams", "discord", "rocket"],
            default: "slack",
        }),
        secret: subdomain({
            description: "Secret in Flagger's namespace with the key address. Empty: no alerts.",
            default: "",
        }),
        channel: string({ description: "Channel to write to.", default: "", maxLength: 100 }),
    },
    ({ secret, channel }) => {
        if (channel === "" || secret !== "") return undefined;
        return {
            at: ["secret"],
            rule: "is required, as a channel is given",
            remedy: "Name the Secret with the chat's address, or delete channel",
        };
    },
);

export const flaggerShape = object<FlaggerSettings>("Which Flagger to run, and what it asks.", {
    range: range({ description: "Semver range of Flagger: ~1.44.", default: "~1.44" }),
    charts: chartSource({
        description: "Where Flagger's charts come from, without a chart's name.",
        default: "oci://ghcr.io/fluxcd/charts",
    }),
    registry: imageRegistry({
        description: "Registry and folder of Flagger's images.",
        default: "ghcr.io/fluxcd",
    }),
    prometheus: url(
        {
            description:
                "Prometheus Flagger asks, http://… or https://…. Empty: install the chart's own small one.",
            default: "",
        },
        ["https"],
        // Prometheus is asked inside the cluster, where it speaks HTTP and the mesh encrypts.
        true,
    ),
    prometheusImage: image({
        description: "Image of the chart's own Prometheus, where it is mirrored. Empty: the chart's own.",
        default: "",
    }),
    alerts: alertsShape,
});

function mode(description: string): ReturnType<typeof enumeration<DataPlaneMode>> {
    return enumeration<DataPlaneMode>({
        description,
        values: ["git", "pin", "webhook", "none"],
        default: "git",
    });
}

export const workloadsShape = object<WorkloadSettings>("What runs in the mesh.", {
    apps: list<string>({
        description: "Folders below apps/, each a workload with its manifests.",
        items: label({ description: "Name of a folder below apps/." }),
        default: [],
    }),
    removalLimit: integer({
        description:
            "Percent of the stack's objects that one change may remove without a waiver of mass-deletion.",
        min: 0,
        max: 100,
        default: 25,
    }),
    clusterScoped: list<string>({
        description:
            "Kinds of custom resources that live in no namespace, as group/Kind, where no CustomResourceDefinition among the manifests says so.",
        items: string({
            description: "A kind: external-secrets.io/ClusterSecretStore.",
            pattern:
                "^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)+/[A-Z][A-Za-z0-9]*$",
            fault: {
                rule: "must be a group and a kind",
                remedy: "Write it as external-secrets.io/ClusterSecretStore, without a version",
            },
        }),
        default: [],
    }),
    mode: mode(
        "How pods get their proxy: git (in the manifests), pin (webhook, version pinned), webhook, or none.",
    ),
    namespaces: record<{ readonly mode: DataPlaneMode }>({
        description: "Mode by namespace, where it differs.",
        keys: label({ description: "Name of a namespace." }),
        values: object<{ readonly mode: DataPlaneMode }>("Settings of one namespace.", {
            mode: mode("How this namespace's pods get their proxy."),
        }),
        default: {},
    }),
});
