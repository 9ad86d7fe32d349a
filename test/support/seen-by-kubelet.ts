import { getIn, isRecord } from "../../lifecycle/kit/json-path";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A pod whose proxy's variables are what its container gets: labels are looked up, and `$(…)` is expanded from variables that
 * come before (https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables).
 */
export function asKubeletSees(pod: Fields): Fields {
    const spec = getIn(pod, ["spec"]);
    if (!isRecord(spec)) return pod;
    const resolved = Object.fromEntries(
        (["initContainers", "containers"] as const).flatMap((list) => {
            const containers = spec[list];
            return Array.isArray(containers)
                ? [[list, containers.map((each: Fields) => withVariables(pod, each))] as const]
                : [];
        }),
    );
    return { ...pod, spec: { ...spec, ...resolved } };
}

function withVariables(pod: Fields, container: Fields): Fields {
    const { env } = container;
    if (container["name"] !== "istio-proxy" || !Array.isArray(env)) return container;
    const known = new Map<string, string>();
    const variables = env.map((variable: Fields) => {
        const value = valueOf(pod, variable, known);
        if (value === undefined) return variable;
        known.set(String(variable["name"]), value);
        return { name: variable["name"], value };
    });
    return { ...container, env: variables };
}

function valueOf(
    pod: Fields,
    { value, valueFrom }: Fields,
    known: ReadonlyMap<string, string>,
): string | undefined {
    if (typeof value === "string")
        return value.replaceAll(/\$\((\w+)\)/g, (all, name: string) => known.get(name) ?? all);
    const path = String(getIn(valueFrom, ["fieldRef", "fieldPath"]));
    const label = /^metadata\.labels\['(.+)'\]$/.exec(path)?.[1];
    const found = label === undefined ? undefined : getIn(pod, ["metadata", "labels", label]);
    return typeof found === "string" ? found : undefined;
}
