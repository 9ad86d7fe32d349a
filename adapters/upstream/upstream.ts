import {
    PINNED_PARTS,
    type ToolName,
    forTools,
    repositoryVariable,
} from "../../lifecycle/settings/pinned-parts";
import { requireWebAddress } from "../http/web-address";

/** Where facts and artefacts of Istio come from. Every address can be a mirror's. */
export interface Upstream {
    /** Folder of the releases' files: `<releases>/<version>/istioctl-…`. */
    readonly releases: URL;
    /** The Git repository whose tags are the releases, over smart HTTP. */
    readonly repository: URL;
    /** Raw files of the istio.io repository, at its branch. */
    readonly docs: URL;
    /** Helm repository with an `index.yaml`: which releases can be installed. */
    readonly charts: URL;
    /** Git repositories of what is pinned beside Istio. */
    readonly tools: Readonly<Record<ToolName, URL>>;
    /** Files in Git: `<files>/<owner>/<repository>/<tag>/<path>`. */
    readonly files: URL;
}

/** Addresses by the environment variable that replaces them. */
const DEFAULTS = {
    WINDLASS_ISTIO_MIRROR: "https://github.com/istio/istio/releases/download",
    WINDLASS_ISTIO_REPOSITORY: "https://github.com/istio/istio",
    WINDLASS_ISTIO_DOCS: "https://raw.githubusercontent.com/istio/istio.io/master",
    WINDLASS_ISTIO_CHARTS: "https://blob.istio.io/istio-release/charts",
    WINDLASS_GITHUB_FILES: "https://raw.githubusercontent.com",
} as const;

/**
 * The upstream of an environment: `WINDLASS_ISTIO_MIRROR` for the releases' files, `WINDLASS_ISTIO_REPOSITORY`,
 * `WINDLASS_ISTIO_DOCS`, `WINDLASS_ISTIO_CHARTS`, the repositories of Flux, flux-operator and Flagger, and
 * `WINDLASS_GITHUB_FILES` for single files of any of them.
 *
 * @throws WindlassError with the variable's name when its address may not be asked
 */
export function upstreamOf(env: Readonly<Record<string, string | undefined>>): Upstream {
    const address = (key: keyof typeof DEFAULTS): URL => requireWebAddress(env[key] || DEFAULTS[key], key);
    return {
        releases: address("WINDLASS_ISTIO_MIRROR"),
        repository: address("WINDLASS_ISTIO_REPOSITORY"),
        docs: address("WINDLASS_ISTIO_DOCS"),
        charts: address("WINDLASS_ISTIO_CHARTS"),
        tools: forTools((tool) => {
            const key = repositoryVariable(tool);
            return requireWebAddress(env[key] || PINNED_PARTS[tool].repository, key);
        }),
        files: address("WINDLASS_GITHUB_FILES"),
    };
}
