import { containersOf } from "../workloads/containers";
import { getIn, isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import type { HealthFinding } from "./health-finding";

const CONTROLLER = "kustomize-controller";
/** Off by default, since Flux 2.7 (fluxcd/kustomize-controller, internal/features). */
const GATE = "CancelHealthCheckOnNewRevision";
/** Kustomizations that are worked on at once where no flag says how many. */
const CONCURRENT = 4;

/** Flags of kustomize-controller; undefined for every other workload. */
export function observeFluxFlags(workload: Manifest): readonly string[] | undefined {
    const { kind, metadata } = workload;
    if (kind !== "Deployment" || metadata.name !== CONTROLLER) return undefined;
    if (!containersOf(workload).some(({ image }) => image.includes(CONTROLLER))) return undefined;
    const containers = podTemplateOf(workload)?.spec?.["containers"];
    const [first] = (Array.isArray(containers) ? containers : []).filter(isRecord);
    const args = getIn(first, ["args"]);
    return (Array.isArray(args) ? args : []).filter((arg) => typeof arg === "string");
}

/** What is judged of a Flux. */
export interface JudgeFluxFlagsArgs {
    /** {@link observeFluxFlags}; undefined where nobody knows. */
    readonly fluxFlags?: readonly string[] | undefined;
    /** Kustomizations it has to work on. */
    readonly kustomizations: number;
}

/**
 * Flags without which a commit waits for the analyses of the one before, or a namespace for those of others. The Flux that
 * Windlass installs has them; one that was there before is somebody else's.
 */
export function judgeFluxFlags({
    fluxFlags,
    kustomizations: count,
}: JudgeFluxFlagsArgs): readonly HealthFinding[] {
    if (!fluxFlags || count === 0) return [];
    const about = {
        level: "behind",
        kind: "delivery",
        about: `flux-system/Deployment/${CONTROLLER}`,
    } as const;
    const found: HealthFinding[] = [];
    const gates = valueOf(fluxFlags, "feature-gates")?.split(",") ?? [];
    if (!gates.includes(`${GATE}=true`))
        found.push({
            ...about,
            reason: "a commit waits for the analyses of the one before, as a feature gate is off",
            remedy: patch(`--feature-gates=${[...gates, `${GATE}=true`].join(",")}`),
        });
    const concurrent = Number(valueOf(fluxFlags, "concurrent") ?? CONCURRENT);
    if (concurrent < count)
        found.push({
            ...about,
            reason: `it works on ${concurrent} of ${count} Kustomizations at once, and each may wait an hour for its canaries`,
            remedy: patch(`--concurrent=${count + CONCURRENT}`),
        });
    return found;
}

/** Of flags that say the same the last one counts. */
function valueOf(flags: readonly string[], name: string): string | undefined {
    const prefix = `--${name}=`;
    return flags.findLast((flag) => flag.startsWith(prefix))?.slice(prefix.length);
}

function patch(flag: string): string {
    const operation = `{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"${flag}"}`;
    return `Patch where Flux is installed from, and until then: kubectl -n flux-system patch deployment ${CONTROLLER} --type=json -p '[${operation}]'`;
}
