import type { JsonObject } from "../kit/json";
import { getIn, isRecord } from "../kit/json-path";
import { observeControlPlane } from "../observed/observe-control-plane";
import { versionOfImage } from "../observed/observe-pod";
import { type ContainerOf, containersOf } from "../workloads/containers";
import type { Manifest } from "../workloads/manifest";
import type { FoundFlagger, FoundGateway, FoundIstiod, Installer } from "./found-mesh";

/** An istiod as its Deployment tells of it; values and mesh configuration stand in ConfigMaps. */
export type ObservedIstiod = Omit<FoundIstiod, "values" | "merged" | "mesh">;

/** The istiod of a Deployment that is one. */
export function observeIstiod(deployment: Manifest): ObservedIstiod {
    const { name, labels = {} } = deployment.metadata;
    const { namespace, revision, version } = observeControlPlane(deployment);
    const image = containersOf(deployment).find((each) => each.name === "discovery")?.image ?? "";
    return {
        name,
        namespace,
        revision,
        version,
        hub: image.slice(0, Math.max(0, image.lastIndexOf("/"))),
        installer: installerOf(deployment),
        release: releaseOfPods(deployment) ?? labels["release"],
    };
}

/**
 * Who has installed it: owned by the operator's IstioRevision, labelled by helm-controller, or annotated by Helm; what has
 * istioctl's labels and none of those came by istioctl, or by what it prints.
 */
function installerOf({ metadata: { ownerReferences, labels = {}, annotations = {} } }: Manifest): Installer {
    const owners: readonly unknown[] = Array.isArray(ownerReferences) ? ownerReferences : [];
    if (owners.some((owner) => getIn(owner, ["kind"]) === "IstioRevision")) return "sail-operator";
    if (labels["helm.toolkit.fluxcd.io/name"] !== undefined) return "flux";
    if (annotations["meta.helm.sh/release-name"] !== undefined) return "helm";
    return labels["install.operator.istio.io/owning-resource"] === undefined ? "unknown" : "istioctl";
}

/**
 * The release that the pods say they are of. A Helm release has to have this name, or its pods would be made anew:
 * `istio` where istioctl has rendered the chart.
 */
function releaseOfPods(deployment: Manifest): string | undefined {
    const label = getIn(deployment, [
        ...["spec", "template", "metadata", "labels"],
        "app.kubernetes.io/instance",
    ]);
    return typeof label === "string" ? label : undefined;
}

/** The gateway a Deployment is: its pods run a proxy that routes, or ask the webhook for one. Undefined where it is none. */
export function observeGateway(deployment: Manifest): FoundGateway | undefined {
    const template = getIn(deployment, ["spec", "template"]);
    const asked = getIn(template, ["metadata", "annotations", "inject.istio.io/templates"]);
    const containers = getIn(template, ["spec", "containers"]);
    const routes = (Array.isArray(containers) ? (containers as unknown[]) : []).some((container) => {
        const args = getIn(container, ["args"]);
        return Array.isArray(args) && args[0] === "proxy" && args[1] === "router";
    });
    if (asked !== "gateway" && !routes) return undefined;
    const { name, namespace = "", annotations = {} } = deployment.metadata;
    return { name, namespace, release: annotations["meta.helm.sh/release-name"] };
}

/** The Flagger a Deployment is; undefined where it is none. */
export function observeFlagger(deployment: Manifest): FoundFlagger | undefined {
    const isFlagger = ({ image }: ContainerOf): boolean => /(?:^|\/)flagger(?::|@|$)/.test(image);
    const container = containersOf(deployment).find(isFlagger);
    if (!container) return undefined;
    const { name, namespace = "" } = deployment.metadata;
    const server = argumentsOf(deployment, container.name)
        .map((argument) => /^--?metrics-server=(.+)$/.exec(argument)?.[1])
        .find((address) => address !== undefined);
    return { name, namespace, version: versionOfImage(container.image), prometheus: server };
}

function argumentsOf(deployment: Manifest, container: string): readonly string[] {
    const containers = getIn(deployment, ["spec", "template", "spec", "containers"]);
    const found: unknown = Array.isArray(containers)
        ? (containers as unknown[]).find((each) => getIn(each, ["name"]) === container)
        : undefined;
    const [args, command] = [getIn(found, ["args"]), getIn(found, ["command"])];
    return [command, args].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}

/** Objects of a JSON text; undefined where it is none. */
export function jsonObject(text: unknown): JsonObject | undefined {
    if (typeof text !== "string") return undefined;
    try {
        const value = JSON.parse(text) as unknown;
        return isRecord(value) ? (value as JsonObject) : undefined;
    } catch {
        return undefined;
    }
}
