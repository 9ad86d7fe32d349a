import type { Manifest } from "./manifest";

/** An object that another tool runs at a moment of its own. */
export interface Hook {
    /** Annotation that says so: `helm.sh/hook`. */
    readonly annotation: string;
    /** Moments as they are written: `pre-delete`. */
    readonly moments: readonly string[];
    /**
     * - `installs`: at every moment something is installed or upgraded; applied as a plain object it comes at once too, but
     *   in no order, and once
     * - `misfires`: at other moments, or never by itself; applied as a plain object it comes at the wrong one
     */
    readonly when: "installs" | "misfires";
}

/** Moments of an installation or upgrade, by annotation; all others are of a deletion, a rollback, a failure or a test. */
const INSTALLS: Readonly<Record<string, readonly string[]>> = {
    // helm.sh/docs/topics/charts_hooks; crd-install is Helm 2's.
    "helm.sh/hook": ["pre-install", "post-install", "pre-upgrade", "post-upgrade", "crd-install"],
    // argo-cd.readthedocs.io, "Resource Hooks".
    "argocd.argoproj.io/hook": ["PreSync", "Sync", "PostSync"],
};

/** The hook an object is; undefined for plain objects. */
export function hookOf({ metadata }: Pick<Manifest, "metadata">): Hook | undefined {
    for (const [annotation, installs] of Object.entries(INSTALLS)) {
        const value = metadata.annotations?.[annotation];
        if (value === undefined) continue;
        const moments = value
            .split(",")
            .map((moment) => moment.trim())
            .filter((moment) => moment !== "");
        const known = moments.every((moment) => installs.includes(moment));
        return { annotation, moments, when: known && moments.length > 0 ? "installs" : "misfires" };
    }
    return undefined;
}
