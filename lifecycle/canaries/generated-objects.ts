import { type Fields, fieldsOf, listOf } from "./complaints";
import { type NamedCanary, type ServiceNames, serviceNames } from "./service-names";

/** An object Flagger makes for a Canary, or takes over where one of that name is there. */
export interface GeneratedObject {
    /** API group; empty for the core API. */
    readonly group: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
}

/** Mesh provider of the Flagger that Windlass installs: components/flagger/values.ts. */
const DEFAULT_PROVIDER = "istio";

/**
 * Everything Flagger makes for a Canary, by its own names: the Services (pkg/router/kubernetes_default.go), what routes to
 * them (pkg/router, one file a provider), the primary's workload, its autoscaler, and copies of the ConfigMaps and Secrets
 * its pods read (pkg/canary).
 *
 * @param target The workload the Canary rolls out; without it no copies of its configuration are known.
 * @param isTracked Whether Flagger copies a ConfigMap or Secret that the pods read. By default it copies each.
 */
export function generatedObjects(
    canary: NamedCanary,
    target?: Fields,
    isTracked: (configuration: Configuration) => boolean = () => true,
): readonly GeneratedObject[] {
    const names = serviceNames(canary);
    if (!names) return [];
    const spec = fieldsOf(canary.spec);
    const namespace = canary.metadata.namespace ?? "";
    const { kind, name } = fieldsOf(spec["targetRef"]);
    const scaler = fieldsOf(spec["autoscalerRef"]);
    const found: [group: string, kind: unknown, name: unknown][] = [
        ...[names.apex, names.primary, names.canary].map((service): [string, string, string] => [
            "",
            "Service",
            service,
        ]),
        ...routes(names, spec),
        ["apps", kind, suffixed(name)],
        [groupOf(scaler["apiVersion"]), scaler["kind"], suffixed(scaler["name"])],
        ...(target ? configurations(target).filter(isTracked) : []).map(
            ({ kind: config, name: original }): [string, string, unknown] => ["", config, suffixed(original)],
        ),
    ];
    return found.flatMap(([group, objectKind, objectName]) =>
        typeof objectKind === "string" && typeof objectName === "string"
            ? [{ group, kind: objectKind, namespace, name: objectName }]
            : [],
    );
}

function suffixed(name: unknown): string | undefined {
    return typeof name === "string" && name !== "" ? `${name}-primary` : undefined;
}

function groupOf(apiVersion: unknown): string {
    return typeof apiVersion === "string" && apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** Objects that route, by the start of the provider's name as `MeshRouter` in pkg/router/factory.go reads it. */
const ROUTES: readonly (readonly [provider: RegExp, group: string, kind: string])[] = [
    [/^gatewayapi:/, "gateway.networking.k8s.io", "HTTPRoute"],
    [/^contour$/, "projectcontour.io", "HTTPProxy"],
    [/^traefik$/, "traefik.io", "TraefikService"],
    [/^gloo/, "gateway.solo.io", "RouteTable"],
    [/^(?:linkerd$|osm$|smi:)/, "split.smi-spec.io", "TrafficSplit"],
    [/^kuma$/, "kuma.io", "TrafficRoute"],
];

/** Providers that route by what is there, or not at all. */
const OTHERS = /^(?:kubernetes|knative|nginx|skipper|apisix|appmesh.*)$/;

function routes({ apex, primary, canary }: ServiceNames, spec: Fields): readonly [string, string, string][] {
    const provider = providerOf(spec);
    const known = ROUTES.find(([pattern]) => pattern.test(provider));
    if (known) return [[known[1], known[2], apex]];
    if (provider === "nginx" || provider === "skipper") {
        const { name } = fieldsOf(spec["ingressRef"]);
        return typeof name === "string" ? [["networking.k8s.io", "Ingress", `${name}-canary`]] : [];
    }
    if (provider === "apisix") {
        const { name } = fieldsOf(spec["routeRef"]);
        return typeof name === "string"
            ? [["apisix.apache.org", "ApisixRoute", `${name}-${apex}-canary`]]
            : [];
    }
    if (!routesByIstio(spec)) return [];
    const group = "networking.istio.io";
    return [
        [group, "VirtualService", apex],
        [group, "DestinationRule", primary],
        [group, "DestinationRule", canary],
    ];
}

/** Whether Istio's objects route a Canary's traffic. What Flagger does not know as a provider it takes for Istio. */
export function routesByIstio(spec: Fields): boolean {
    const provider = providerOf(spec);
    return !OTHERS.test(provider) && !ROUTES.some(([pattern]) => pattern.test(provider));
}

function providerOf({ provider }: Fields): string {
    return typeof provider === "string" && provider !== "" ? provider : DEFAULT_PROVIDER;
}

/** A ConfigMap or Secret of the target's pods. */
export interface Configuration {
    readonly kind: "ConfigMap" | "Secret";
    readonly name: unknown;
}

/** What the pods read of ConfigMaps and Secrets: `GetTargetConfigs` in pkg/canary/config_tracker.go. */
function configurations(target: Fields): readonly Configuration[] {
    const pod = fieldsOf(fieldsOf(fieldsOf(target["spec"])["template"])["spec"]);
    const volumes = listOf(pod["volumes"]).map(fieldsOf);
    const projected = volumes.flatMap((volume) => listOf(fieldsOf(volume["projected"])["sources"]));
    const containers = [...listOf(pod["containers"]), ...listOf(pod["initContainers"])].map(fieldsOf);
    const values = containers
        .flatMap(({ env }) => listOf(env))
        .map((one) => fieldsOf(fieldsOf(one)["valueFrom"]));
    const sources = containers.flatMap(({ envFrom }) => listOf(envFrom)).map(fieldsOf);
    const maps = [
        ...[...volumes, ...projected.map(fieldsOf)].map(({ configMap }) => configMap),
        ...values.map(({ configMapKeyRef }) => configMapKeyRef),
        ...sources.map(({ configMapRef }) => configMapRef),
    ];
    const secrets = [
        ...volumes.map(({ secret }) => ({ name: fieldsOf(secret)["secretName"] })),
        ...projected.map((source) => fieldsOf(source)["secret"]),
        ...values.map(({ secretKeyRef }) => secretKeyRef),
        ...sources.map(({ secretRef }) => secretRef),
    ];
    return [
        ...maps.map((map) => ({ kind: "ConfigMap" as const, name: fieldsOf(map)["name"] })),
        ...secrets.map((secret) => ({ kind: "Secret" as const, name: fieldsOf(secret)["name"] })),
    ];
}
