/** The programs of a local control plane, in the order they are started. */
export const COMPONENTS = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
] as const;

/** One of {@link COMPONENTS}: the name of its executable too. */
export type Component = (typeof COMPONENTS)[number];

/** Path of the executable of each component. */
export type Programs = Readonly<Record<Component, string>>;

/**
 * Programs that have to come from one place. An API server may not be older than the Kubernetes programs that talk to
 * it (kubernetes.io/releases/version-skew-policy), and two places rarely hold one version.
 */
export const GROUPS: readonly (readonly Component[])[] = [
    ["etcd"],
    ["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
    ["kwok"],
];

/** How Go builds one program. */
export interface Build {
    readonly component: Component;
    /** Import path of the main package. */
    readonly package: string;
    /** `v1.36.3`, from go.mod. */
    readonly version: string;
    /** Value of `-ldflags`. */
    readonly ldflags: string;
}

const KUBERNETES = "k8s.io/kubernetes";
const ETCD = "go.etcd.io/etcd/server/v3";
const KWOK = "sigs.k8s.io/kwok";

/**
 * How to build each program at the version that a go.mod requires.
 *
 * Without its stamp a Kubernetes server answers `v0.0.0-master+$Format:%H$`, which clients cannot read; etcd's version is
 * a constant in its source.
 *
 * @param goMod Text of `tools/control-plane/go.mod`.
 * @throws Error when it does not require one of the modules.
 */
export function builds(goMod: string): Readonly<Record<Component, Build>> {
    const kubernetes = requiredVersion(goMod, KUBERNETES);
    const kwok = requiredVersion(goMod, KWOK);
    const kubernetesProgram = (component: Component): Build => ({
        component,
        package: `${KUBERNETES}/cmd/${component}`,
        version: kubernetes,
        ldflags: kubernetesStamps(kubernetes),
    });
    return {
        etcd: { component: "etcd", package: ETCD, version: requiredVersion(goMod, ETCD), ldflags: "-s -w" },
        "kube-apiserver": kubernetesProgram("kube-apiserver"),
        "kube-controller-manager": kubernetesProgram("kube-controller-manager"),
        "kube-scheduler": kubernetesProgram("kube-scheduler"),
        kwok: {
            component: "kwok",
            package: `${KWOK}/cmd/kwok`,
            version: kwok,
            ldflags: `-s -w -X ${KWOK}/pkg/consts.Version=${kwok}`,
        },
    };
}

/** `-X` for both packages that Kubernetes programs read their version from: the server's and the client's. */
function kubernetesStamps(version: string): string {
    const [major = "", minor = ""] = version.slice(1).split(".");
    const stamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((name) => [
        `-X ${name}.gitVersion=${version}`,
        `-X ${name}.gitMajor=${major}`,
        `-X ${name}.gitMinor=${minor}`,
        `-X ${name}.gitTreeState=clean`,
    ]);
    return ["-s -w", ...stamps].join(" ");
}

/** Version at which a go.mod requires a module. */
export function requiredVersion(goMod: string, module: string): string {
    for (const line of goMod.split("\n")) {
        const [name, version] = line
            .trim()
            .replace(/^require /, "")
            .split(/\s+/);
        if (name === module && version?.startsWith("v")) return version;
    }
    throw new Error(`go.mod does not require ${module}`);
}
