import * as v from "valibot";

import { WindlassError, throwCollected } from "../kit/errors";
import { type Field, flag, integer, map, text, withoutUndefined } from "../kit/fields";
import { isRecord } from "../kit/json-path";
import { type Problem, readField } from "../kit/read-fields";
import { label } from "../settings/formats";
import type { Manifest } from "./manifest";

/** Arguments of {@link serviceWorkload}. */
export interface ServiceWorkloadArgs {
    /** Name of every object, and value of the pods' `app` label. */
    readonly name: string;
    readonly namespace: string;
    /** Image with its tag or digest. */
    readonly image: string;
    /** Port the container listens on for HTTP. */
    readonly port: number;
    /** Path that answers while the container is alive. @default "/healthz" */
    readonly livenessPath?: string;
    /** Path that answers while it can take traffic. @default "/readyz" */
    readonly readinessPath?: string;
    /** Command line. @default the image's own */
    readonly command?: readonly string[];
    /** Environment variables by name. @default {} */
    readonly env?: Readonly<Record<string, string>>;
    /** What the container asks of a node, as Kubernetes quantities. @default 100m of CPU, 64Mi of memory */
    readonly requests?: { readonly cpu: string; readonly memory: string } | undefined;
    /** Memory above which the container is killed. @default "512Mi" */
    readonly memoryLimit?: string;
    /** Pods at least and at most, by 80 % of the requested CPU. */
    readonly replicas: { readonly min: number; readonly max: number };
    /** Whether a Flagger Canary makes the Service, as one that targets the Deployment does. @default false */
    readonly canary?: boolean;
}

/**
 * Manifests of an HTTP service from typed arguments: ServiceAccount, Deployment, HorizontalPodAutoscaler and, without a
 * canary, the Service. For an `apps/<app>/manifests.ts` that exports them as `manifests`.
 *
 * The pods run restricted (kubernetes.io/docs/concepts/security/pod-security-standards), without a token, on a
 * read-only file system. The Deployment has no `replicas`: the autoscaler owns them, and Flagger scales it to zero.
 */
export function serviceWorkload(args: ServiceWorkloadArgs): readonly Manifest[] {
    const complete = requireComplete(args);
    const objects = [serviceAccount(complete), deployment(complete), autoscaler(complete)];
    return complete.canary ? objects : [...objects, service(complete)];
}

/** With every default filled in. */
type Complete = {
    readonly [Key in keyof Required<ServiceWorkloadArgs>]: NonNullable<ServiceWorkloadArgs[Key]>;
};

/** Modules are run without a look at their types, so a slip would only be noticed by a cluster. */
function requireComplete({ command = [], env = {}, ...rest }: ServiceWorkloadArgs): Complete {
    const { value, problems: found } = readField(argsFields, withoutUndefined(rest));
    const problems = [...found];
    const complain = (key: string, rule: string): Problem => ({ path: [key], rule, remedy: "Correct it" });
    if (!Array.isArray(command) || !command.every((word) => typeof word === "string"))
        problems.push(complain("command", "must be a list of strings"));
    if (!isRecord(env) || !Object.values(env).every((text) => typeof text === "string"))
        problems.push(complain("env", "must be a map of strings"));
    throwCollected(
        problems.map(
            ({ path: at, value: wrong, rule, remedy }) =>
                new WindlassError({ key: ["serviceWorkload", ...at].join("."), value: wrong, rule, remedy }),
        ),
    );
    return { ...value, command, env };
}

const path = (description: string, fallback: string) =>
    v.optional(text({ description, pattern: "^/", fault: { rule: "must start with a slash" } }), fallback);
/** Kubernetes' own pattern of a quantity (apimachinery, pkg/api/resource/quantity.go). */
const quantity = (description: string, fallback: string) =>
    v.optional(
        text({
            description,
            pattern: "^[+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$",
            fault: { rule: "must be a quantity of Kubernetes", remedy: "Write it as 100m or 64Mi" },
        }),
        fallback,
    );
const replicaCount = (description: string) => integer(description, 1, 100_000);

const argsFields: Field<Omit<Complete, "command" | "env">> = map("Arguments of serviceWorkload.", {
    name: label({ description: "Name of every object." }),
    namespace: label({ description: "Namespace of every object." }),
    image: text({ description: "Image with its tag or digest.", maxLength: 512 }),
    port: integer("Port the container listens on.", 1, 65_535),
    livenessPath: path("Path that answers while the container is alive.", "/healthz"),
    readinessPath: path("Path that answers while it can take traffic.", "/readyz"),
    requests: map("What the container asks of a node.", {
        cpu: quantity("CPU.", "100m"),
        memory: quantity("Memory.", "64Mi"),
    }),
    memoryLimit: quantity("Memory above which the container is killed.", "512Mi"),
    replicas: map(
        "Pods at least and at most.",
        { min: replicaCount("At least."), max: replicaCount("At most.") },
        ({ min, max }) =>
            min <= max ? undefined : { at: ["max"], rule: `must not be less than min, ${min}` },
    ),
    canary: v.optional(flag("Whether a Flagger Canary makes the Service."), false),
});

function metadata({ name, namespace }: Complete): Manifest["metadata"] {
    return { name, namespace, labels: { app: name } };
}

function serviceAccount(args: Complete): Manifest {
    return {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: metadata(args),
        automountServiceAccountToken: false,
    };
}

function deployment(args: Complete): Manifest {
    const { name } = args;
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: metadata(args),
        spec: {
            selector: { matchLabels: { app: name } },
            strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } },
            template: {
                metadata: { labels: { app: name }, annotations: { "prometheus.io/scrape": "true" } },
                spec: {
                    serviceAccountName: name,
                    automountServiceAccountToken: false,
                    containers: [container(args)],
                },
            },
        },
    };
}

function container(args: Complete): Readonly<Record<string, unknown>> {
    const { name, image, port, command, env, memoryLimit, livenessPath, readinessPath, requests } = args;
    const variables = Object.entries(env).map(([variable, value]) => ({ name: variable, value }));
    return {
        name,
        image,
        ...(command.length > 0 ? { command } : {}),
        ...(variables.length > 0 ? { env: variables } : {}),
        ports: [{ name: "http", containerPort: port, protocol: "TCP" }],
        livenessProbe: { httpGet: { path: livenessPath, port }, timeoutSeconds: 5 },
        readinessProbe: { httpGet: { path: readinessPath, port }, timeoutSeconds: 5 },
        resources: { requests, limits: { memory: memoryLimit } },
        securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            seccompProfile: { type: "RuntimeDefault" },
        },
    };
}

function autoscaler(args: Complete): Manifest {
    const { name, replicas } = args;
    const target = { type: "Utilization", averageUtilization: 80 };
    return {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata: metadata(args),
        spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
            minReplicas: replicas.min,
            maxReplicas: replicas.max,
            // Of the application alone: a busy proxy is no reason for more of it.
            metrics: [
                { type: "ContainerResource", containerResource: { container: name, name: "cpu", target } },
            ],
        },
    };
}

function service(args: Complete): Manifest {
    const { name, port } = args;
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: metadata(args),
        spec: { selector: { app: name }, ports: [{ name: "http", port, targetPort: "http" }] },
    };
}
