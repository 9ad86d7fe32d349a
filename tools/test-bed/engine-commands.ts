import type { EngineName } from "./engines";
import { prometheusConfig } from "./prometheus-config";

/** Ports of 127.0.0.1 that an engine listens on. One that has no use for some of them leaves them free. */
export interface EnginePorts {
    /** What it is there for: artifacts, events, webhooks. */
    readonly serving: number;
    readonly metrics: number;
    readonly health: number;
}

/** Where an engine is started, and what runs beside it. */
export interface EngineSite {
    /** Folder for what it keeps; it is there. */
    readonly data: string;
    readonly kubeconfig: string;
    readonly ports: EnginePorts;
    /** Ports of the engines that are started with it or run already, itself among them, and of the traffic simulator. */
    readonly peers: Readonly<Partial<Record<EngineName | "simulator", EnginePorts>>>;
}

/** How an engine is started. */
export interface EngineCommand {
    readonly args: readonly string[];
    /** Beside PATH, HOME, TMPDIR and KUBECONFIG, which each gets. @default none */
    readonly env?: Readonly<Record<string, string>>;
    /** Texts to write before it starts, by their names in its data folder. @default none */
    readonly files?: Readonly<Record<string, string>>;
    /** Answers 2xx once the engine works: `http://127.0.0.1:20001/readyz`. */
    readonly health: string;
}

/** Namespace of Flux's controllers, as in `components/flux/api.ts`. */
const RUNTIME_NAMESPACE = "flux-system";

/** Engines that run beside a control plane, each with the command that starts it. `pulumi` and its provider run on demand. */
export const ENGINE_COMMANDS: Readonly<Partial<Record<EngineName, (site: EngineSite) => EngineCommand>>> = {
    "source-controller": (site) => ({
        ...fluxController(site, [
            SOON,
            `--storage-path=${site.data}`,
            `--storage-addr=${on(site.ports.serving)}`,
            // What it writes into the URL of each artifact: the other controllers fetch from there.
            `--storage-adv-addr=${on(site.ports.serving)}`,
            ...events(site),
        ]),
    }),
    "kustomize-controller": (site) =>
        fluxController(site, [
            SOON,
            ...LOCKDOWN,
            "--no-remote-bases=true",
            // A new commit is looked at while the one before is still waited for.
            "--feature-gates=CancelHealthCheckOnNewRevision=true",
            ...events(site),
        ]),
    "helm-controller": (site) => fluxController(site, [SOON, ...LOCKDOWN, ...events(site)]),
    "notification-controller": (site) =>
        fluxController(site, [
            "--no-cross-namespace-refs=true",
            `--events-addr=${on(site.ports.serving)}`,
            // Receivers are of no use here: any port will do.
            "--receiverAddr=127.0.0.1:0",
        ]),
    // Flagger and its load tester take a port and no address: they are the two that every interface reaches.
    flagger: ({ kubeconfig, ports, peers }) => ({
        args: [
            `-kubeconfig=${kubeconfig}`,
            "-mesh-provider=istio",
            `-port=${ports.health}`,
            `-metrics-server=http://${on((peers.prometheus ?? ports).serving)}`,
            // As the chart makes them of the product's values (components/flagger/values.ts).
            "-enable-config-tracking=true",
            "-include-label-prefix=app.kubernetes.io",
            "-log-level=info",
        ],
        health: `http://${on(ports.health)}/healthz`,
    }),
    loadtester: ({ ports }) => ({
        args: [`-port=${ports.serving}`, "-log-level=info"],
        health: `http://${on(ports.serving)}/healthz`,
    }),
    prometheus: ({ data, ports, peers }) => ({
        args: [
            `--config.file=${data}/${PROMETHEUS_CONFIG}`,
            `--storage.tsdb.path=${data}/series`,
            "--storage.tsdb.retention.time=2h",
            `--web.listen-address=${on(ports.serving)}`,
            "--log.level=warn",
        ],
        files: { [PROMETHEUS_CONFIG]: prometheusConfig(peers.simulator) },
        health: `http://${on(ports.serving)}/-/ready`,
    }),
};

const PROMETHEUS_CONFIG = "prometheus.yml";

/** What waits for something else is looked at soon: Flux's own 30 s would be most of a test's time. */
const SOON = "--requeue-dependency=2s";

/** What flux-operator sets with `multitenant: true`, which is how Windlass installs Flux (`components/flux/instance.ts`). */
const LOCKDOWN = ["--no-cross-namespace-refs=true", "--default-service-account=default"];

function fluxController(site: EngineSite, args: readonly string[]): EngineCommand {
    const { metrics, health } = site.ports;
    return {
        args: [
            "--watch-all-namespaces=true",
            "--enable-leader-election=false",
            `--metrics-addr=${on(metrics)}`,
            `--health-addr=${on(health)}`,
            ...args,
        ],
        env: { RUNTIME_NAMESPACE },
        health: `http://${on(health)}/readyz`,
    };
}

/** Where events go: to notification-controller, where there is one. */
function events({ peers }: EngineSite): readonly string[] {
    const receiver = peers["notification-controller"];
    return receiver ? [`--events-addr=http://${on(receiver.serving)}/`] : [];
}

function on(port: number): string {
    return `127.0.0.1:${port}`;
}
