import { type Configuration, type GeneratedObject, generatedObjects } from "../../canaries/generated-objects";
import { type CanaryOf, canariesOf, identity, identityOf } from "../canaries-of";
import { type PolicyRule, type Violation, blame } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * Flagger makes these objects, or takes over those that are there, and sets them right at every check; whoever applies
 * another of that name undoes it, and traffic goes back and forth between the two.
 */
export const canaryNames: PolicyRule = {
    id: "canary-names",
    description: "No object has the name of one that Flagger makes for a canary.",
    remedy: "Remove it, and say what it says in the Canary's spec.service, or give it another name",
    judge: (objects) => {
        const canaries = canariesOf(objects);
        if (canaries.length === 0) return [];
        const isTracked = trackingOf(objects);
        const makers = new Map<string, Maker>();
        const rivals = canaries.flatMap((of) => claim(of, makers, isTracked));
        const shadows = objects.flatMap((object) => {
            const maker = makers.get(identityOf(object));
            return maker && !isLeftAlone(object) ? [shadow(object, maker)] : [];
        });
        return [...rivals, ...shadows];
    },
};

/** Who makes an object, and for which Canary. */
interface Maker {
    readonly canary: Manifest;
    readonly made: GeneratedObject;
}

const CONFIGURATION: readonly string[] = ["ConfigMap", "Secret"];

/** Notes what a Canary makes; complains where another Canary makes the same. */
function claim(
    { canary, target, namespace }: CanaryOf,
    makers: Map<string, Maker>,
    isTracked: (namespace: string, configuration: Configuration) => boolean,
): readonly Violation[] {
    let rival: Maker | undefined;
    for (const made of generatedObjects(canary, target, (one) => isTracked(namespace, one))) {
        const key = identity(made.group, made.kind, made.namespace, made.name);
        const known = makers.get(key);
        // Workloads may share a ConfigMap or Secret; its copy then has several owners.
        if (!known) makers.set(key, { canary, made });
        else if (known.canary !== canary && !CONFIGURATION.includes(made.kind)) rival ??= known;
    }
    if (!rival) return [];
    const { kind, name } = rival.made;
    return [
        {
            ...blame(canary),
            reason: `Flagger makes ${kind} ${name} for it, and for ${objectId(rival.canary)} as well`,
            remedy: "Give each workload one Canary, and each Canary a Service of its own",
        },
    ];
}

function shadow(object: Manifest, { canary, made }: Maker): Violation {
    return {
        ...blame(object),
        reason: `Flagger makes ${made.kind} ${made.name} for ${objectId(canary)}, and would overwrite this one`,
        ...remedyOf(object),
    };
}

function remedyOf({ kind }: Manifest): Pick<Violation, "remedy"> {
    switch (kind) {
        case "HorizontalPodAutoscaler":
        case "ScaledObject":
            return {
                remedy: "Remove it, or remove spec.autoscalerRef from the Canary and scale both yourself",
            };
        case "Deployment":
        case "DaemonSet":
            return { remedy: "Remove it: Flagger copies it from the target" };
        case "ConfigMap":
        case "Secret":
            return {
                remedy: "Give it another name, or annotate the original with flagger.app/config-tracking: disabled",
            };
        case "Service":
            return { remedy: "Remove it, and say what it says in the Canary's spec.service" };
        default:
            return {};
    }
}

/** What Flux makes once at most, and then leaves as Flagger has it: fluxcd.io, Kustomization, "Controlling the apply behavior". */
function isLeftAlone({ metadata }: Manifest): boolean {
    const { annotations = {} } = metadata;
    const apply = annotations["kustomize.toolkit.fluxcd.io/ssa"]?.toLowerCase() ?? "";
    return (
        ["ifnotpresent", "ignore"].includes(apply) ||
        annotations["kustomize.toolkit.fluxcd.io/reconcile"] === "disabled"
    );
}

/** Flagger copies no configuration that opts out: `configIsDisabled` in pkg/canary/config_tracker.go. */
function trackingOf(
    objects: readonly Manifest[],
): (namespace: string, configuration: Configuration) => boolean {
    const exempt = new Set(
        objects
            .filter(({ apiVersion, kind }) => apiVersion === "v1" && CONFIGURATION.includes(kind))
            .filter(({ metadata }) =>
                metadata.annotations?.["flagger.app/config-tracking"]?.startsWith("disable"),
            )
            .map(identityOf),
    );
    return (namespace, { kind, name }) => !exempt.has(identity("", kind, namespace, String(name)));
}
