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
    readonly livenessPath?: string | undefined;
    /** Path that answers while it can take traffic. @default "/readyz" */
    readonly readinessPath?: string | undefined;
    /** Command line. @default the image's own */
    readonly command?: readonly string[] | undefined;
    /** Environment variables by name. @default {} */
    readonly env?: Readonly<Record<string, string>> | undefined;
    /** What the container asks of a node, as Kubernetes quantities. @default 100m of CPU, 64Mi of memory */
    readonly requests?: { readonly cpu: string; readonly memory: string } | undefined;
    /** Memory above which the container is killed. @default "512Mi" */
    readonly memoryLimit?: string | undefined;
    /** Pods at least and at most, by 80 % of the requested CPU. */
    readonly replicas: { readonly min: number; readonly max: number };
    /** Whether a Flagger Canary makes the Service, as one that targets the Deployment does. @default false */
    readonly canary?: boolean | undefined;
}

/**
 * Manifests of an HTTP service from typed arguments: ServiceAccount, Deployment, HorizontalPodAutoscaler and, without a
 * canary, the Service. For an `apps/<app>/manifests.ts` that exports them as `manifests`.
 *
 * The pods run restricted (kubernetes.io/docs/concepts/security/pod-security-standards), without a token, on a
 * read-only file system. The Deployment has no `replicas`: the autoscaler owns them, and Flagger scales it to zero.
 */
export function serviceWorkload(args: ServiceWorkloadArgs): readonly Manifest[] {
    const objects = [serviceAccount(args), deployment(args), autoscaler(args)];
    return args.canary ? objects : [...objects, service(args)];
}

function metadata({ name, namespace }: ServiceWorkloadArgs): Manifest["metadata"] {
    return { name, namespace, labels: { app: name } };
}

function serviceAccount(args: ServiceWorkloadArgs): Manifest {
    return {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: metadata(args),
        automountServiceAccountToken: false,
    };
}

function deployment(args: ServiceWorkloadArgs): Manifest {
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

function container(args: ServiceWorkloadArgs): Readonly<Record<string, unknown>> {
    const { name, image, port, command, env = {}, memoryLimit = "512Mi" } = args;
    const { livenessPath = "/healthz", readinessPath = "/readyz" } = args;
    const { requests = { cpu: "100m", memory: "64Mi" } } = args;
    const variables = Object.entries(env).map(([variable, value]) => ({ name: variable, value }));
    return {
        name,
        image,
        ...(command ? { command } : {}),
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

function autoscaler(args: ServiceWorkloadArgs): Manifest {
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

function service(args: ServiceWorkloadArgs): Manifest {
    const { name, port } = args;
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: metadata(args),
        spec: { selector: { app: name }, ports: [{ name: "http", port, targetPort: "http" }] },
    };
}
