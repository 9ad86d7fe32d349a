/** Every engine, those that most scenarios need first: names of executables. */
export const ENGINE_NAMES = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "flagger",
    "loadtester",
    "pulumi",
    "pulumi-resource-kubernetes",
    "prometheus",
    "notification-controller",
    "pilot-discovery",
] as const;

/** One of {@link ENGINE_NAMES}. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/** A real part of a mesh's delivery that runs beside the local control plane. */
export interface Engine {
    /** Name of its executable. */
    readonly name: EngineName;
    /** Folder below `tools/engines/` whose go.mod requires it. */
    readonly folder: string;
    /** The module whose version is the engine's. */
    readonly module: string;
    /** Import path of the main package. */
    readonly package: string;
    /** `-X` of the variables it reads its version from. */
    readonly stamp?: ((version: string) => string) | undefined;
    /** Files its source embeds and its module lacks, each made of one that it has. */
    readonly embeds?: readonly Embed[];
}

/** A JSON file that is generated at a release, and so is in no module: compact, with a version where there is one. */
export interface Embed {
    /** Path in the module. */
    readonly from: string;
    readonly to: string;
    /** Whether the version is written into its key `version`. */
    readonly versioned: boolean;
}

const PROVIDER = "github.com/pulumi/pulumi-kubernetes/provider/v4";
const PROVIDER_FOLDER = "cmd/pulumi-resource-kubernetes";

/** The last release before the commit that `tools/engines/pulumi-kubernetes` requires: the provider tells clients. */
export const PROVIDER_VERSION = "4.32.0";

/** How Go builds each of {@link ENGINE_NAMES}, in their order. */
export const ENGINES: readonly Engine[] = [
    {
        name: "source-controller",
        folder: "source-controller",
        module: "github.com/fluxcd/source-controller",
        package: "github.com/fluxcd/source-controller",
    },
    {
        name: "kustomize-controller",
        folder: "kustomize-controller",
        module: "github.com/fluxcd/kustomize-controller",
        package: "github.com/fluxcd/kustomize-controller",
    },
    {
        name: "helm-controller",
        folder: "helm-controller",
        module: "github.com/fluxcd/helm-controller",
        package: "github.com/fluxcd/helm-controller",
    },
    {
        name: "flagger",
        folder: "flagger",
        module: "github.com/fluxcd/flagger",
        package: "github.com/fluxcd/flagger/cmd/flagger",
    },
    {
        name: "loadtester",
        folder: "flagger",
        module: "github.com/fluxcd/flagger",
        package: "github.com/fluxcd/flagger/cmd/loadtester",
    },
    {
        name: "pulumi",
        folder: "pulumi",
        module: "github.com/pulumi/pulumi/pkg/v3",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        stamp: (version) =>
            `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version.slice(1)}`,
    },
    {
        name: "pulumi-resource-kubernetes",
        folder: "pulumi-kubernetes",
        module: PROVIDER,
        package: `${PROVIDER}/${PROVIDER_FOLDER}`,
        stamp: () => `-X ${PROVIDER}/pkg/version.Version=${PROVIDER_VERSION}`,
        embeds: [
            {
                from: `${PROVIDER_FOLDER}/schema.json`,
                to: `${PROVIDER_FOLDER}/schema-embed.json`,
                versioned: true,
            },
            {
                from: `${PROVIDER_FOLDER}/terraform-mapping.json`,
                to: `${PROVIDER_FOLDER}/terraform-mapping-embed.json`,
                versioned: false,
            },
        ],
    },
    {
        name: "prometheus",
        folder: "prometheus",
        module: "github.com/prometheus/prometheus",
        package: "github.com/prometheus/prometheus/cmd/prometheus",
    },
    {
        name: "notification-controller",
        folder: "notification-controller",
        module: "github.com/fluxcd/notification-controller",
        package: "github.com/fluxcd/notification-controller",
    },
    {
        name: "pilot-discovery",
        folder: "istiod",
        module: "istio.io/istio",
        package: "istio.io/istio/pilot/cmd/pilot-discovery",
        stamp: () => "-X istio.io/istio/pkg/version.buildVersion=1.31.1",
    },
];

/** Path of the executable of each engine. */
export type EnginePrograms = Readonly<Record<EngineName, string>>;

/** The engines of these names, in the order of {@link ENGINES}. */
export function enginesNamed(names: readonly EngineName[]): readonly Engine[] {
    return ENGINES.filter(({ name }) => names.includes(name));
}
