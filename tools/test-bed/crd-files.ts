import { addressBelow } from "../../adapters/http/web-address";
import type { PinnedFile } from "../../adapters/http/pinned-file-source";

/** A file of upstream's with custom resource definitions. */
export interface CrdFile {
    /** Owner and name on GitHub: `istio/api`. */
    readonly repository: string;
    /** Git tag. */
    readonly tag: string;
    /** Path in the repository. */
    readonly path: string;
    /** SHA-256 of the file at the tag, in hexadecimal. */
    readonly sha256: string;
}

/** Files of one folder of a repository at a tag, with the digest of each. */
interface CrdFolder extends Omit<CrdFile, "path" | "sha256"> {
    readonly folder: string;
    readonly files: Readonly<Record<string, string>>;
}

const FOLDERS: readonly CrdFolder[] = [
    {
        repository: "istio/api",
        tag: "v1.31.1",
        folder: "kubernetes",
        files: {
            "customresourcedefinitions.gen.yaml":
                "c0ad59e008658765412badb836e73a523a355e3d792a32ad3c0711a728be5aff",
        },
    },
    {
        // Flux 2.9.4 has v1.9.4; of that tag no bytes could be seen when this was written.
        repository: "fluxcd/source-controller",
        tag: "v1.9.1",
        folder: "config/crd/bases",
        files: {
            "source.toolkit.fluxcd.io_buckets.yaml":
                "366d4926a698332d824e97e9a9adf763f44dd7b59b70034916ebeefd91f1e43e",
            "source.toolkit.fluxcd.io_externalartifacts.yaml":
                "3e49150e6b483ee66de8ba1d91281b24c3bd7ade2b3a5f05e5db822e4ed70906",
            "source.toolkit.fluxcd.io_gitrepositories.yaml":
                "39a5a46c81539c992abc53f9be3e5434cd70d50a10d169b1e8a450e0df1c9d09",
            "source.toolkit.fluxcd.io_helmcharts.yaml":
                "dc0158d014e90007c0a084973ef561cd20d3d44520ed4e604e8acff8bb19d2b0",
            "source.toolkit.fluxcd.io_helmrepositories.yaml":
                "97c7759df00946cbb9a75a56457cff9964b2543d2248df859cef21e26b8e2ae6",
            "source.toolkit.fluxcd.io_ocirepositories.yaml":
                "2655834d468e46a533410d9e2bc3f4e7cbf9b4c922b95652012acb09bfb2545a",
        },
    },
    {
        repository: "fluxcd/helm-controller",
        tag: "v1.6.3",
        folder: "config/crd/bases",
        files: {
            "helm.toolkit.fluxcd.io_helmreleases.yaml":
                "aa8638ac68465ceac1f93a617baf5be833c589c51fd78a7384a4a274c252becc",
        },
    },
    {
        repository: "fluxcd/kustomize-controller",
        tag: "v1.9.4",
        folder: "config/crd/bases",
        files: {
            "kustomize.toolkit.fluxcd.io_kustomizations.yaml":
                "da23ca0e6b4c80d3d26a91583137491e147ef4ef1e2208aece0d0af4ef851974",
        },
    },
    {
        repository: "fluxcd/notification-controller",
        tag: "v1.9.3",
        folder: "config/crd/bases",
        files: {
            "notification.toolkit.fluxcd.io_alerts.yaml":
                "2b8f79249b39881bd23c49868f114c44c6e632dfcda451da576adfa16c64226f",
            "notification.toolkit.fluxcd.io_providers.yaml":
                "243ad33ac88ed965c6cd72b342dc5a93ecf5eefde2e03f4c2ea026b52d872135",
            "notification.toolkit.fluxcd.io_receivers.yaml":
                "4c8be1ad7789b78f0727557d01e5f33eef9447a1f4aa9b830a3c1cc8a1508a9b",
        },
    },
    {
        repository: "controlplaneio-fluxcd/flux-operator",
        tag: "v0.58.1",
        folder: "config/crd/bases",
        files: {
            "fluxcd.controlplane.io_fluxinstances.yaml":
                "78ffbb200f5c61e4556693a65fbd111628f8bcdfd7c11bfb528a4a1abe9cd883",
            "fluxcd.controlplane.io_fluxreports.yaml":
                "6ccaf1ac3fe9082ee0cecb8ae539b0a6888b089adb3f0fcfb28e869c6907b8f4",
            "fluxcd.controlplane.io_resourcesetinputproviders.yaml":
                "9cd970ee6af9b22338b588727028a69b18a8954aef4704922d7b82445430fd4b",
            "fluxcd.controlplane.io_resourcesets.yaml":
                "96b45000a6c6dcb17b18d227c46270dcb4e2e66cea5a31de6c8ff3238b38d3a1",
        },
    },
    {
        repository: "fluxcd/flagger",
        tag: "v1.44.0",
        folder: "artifacts/flagger",
        files: {
            "crd.yaml": "8d7ad05c2d1d242c0cd4c25c5fb3ad0f75f10706da588aeeb950fe2858134630",
        },
    },
];

/**
 * Every definition the objects of a stack need, and those that come with them: Istio 1.31.1, Flux 2.9.4, flux-operator
 * 0.58.1, Flagger 1.44.0. Digests are those of the blobs in Git at the tag; that of istio/api is that of the file in the
 * Go module istio.io/api, whose sum is in tools/istioctl/go.sum. Istio's charts and istioctl hold the same schemas.
 */
export const CRD_FILES: readonly CrdFile[] = FOLDERS.flatMap(({ repository, tag, folder, files }) =>
    Object.entries(files).map(([name, sha256]) => ({ repository, tag, path: `${folder}/${name}`, sha256 })),
);

/**
 * A file as GitHub serves it: the blob at the tag, byte for byte.
 *
 * @param base - `https://raw.githubusercontent.com`, or a mirror of it
 */
export function pinnedCrdFile(base: URL, { repository, tag, path, sha256 }: CrdFile): PinnedFile {
    return { address: addressBelow(base, repository, tag, path), sha256 };
}
