import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { EngineCommand, EnginePorts } from "./engine-commands";

/** Where an istiod is started. */
export interface IstiodSite {
    /** That of its own service account: it has the rights its chart gives it, and no others. */
    readonly kubeconfig: string;
    readonly ports: EnginePorts;
}

/**
 * The command of an istiod that answers for the pods of its Deployment: with the arguments and the environment the chart
 * gave it, as a kubelet would hand them over, and ports of its own.
 *
 * @param deployment The Deployment as the API server has it; a container of it is called `discovery`.
 * @throws Error where there is none
 */
export function istiodCommand(deployment: unknown, { kubeconfig, ports }: IstiodSite): EngineCommand {
    const spec = getIn(deployment, ["spec", "template", "spec"]);
    const containers = getIn(spec, ["containers"]);
    const discovery = records(containers).find(({ name }) => name === "discovery");
    const name = String(getIn(deployment, ["metadata", "name"]));
    if (!discovery) throw new Error(`Deployment ${name} has no container discovery`);
    const fields: Readonly<Record<string, string>> = {
        "metadata.name": `${name}-0`,
        "metadata.namespace": String(getIn(deployment, ["metadata", "namespace"])),
        "spec.serviceAccountName": String(getIn(spec, ["serviceAccountName"])),
    };
    const env = records(discovery["env"]).flatMap((variable) => {
        const { name, value = fields[String(getIn(variable, ["valueFrom", "fieldRef", "fieldPath"]))] } =
            variable;
        // What is left says how much of a node it may use: `GOMAXPROCS`, `GOMEMLIMIT`.
        return typeof name === "string" && typeof value === "string" ? [[name, value] as const] : [];
    });
    const given = Array.isArray(discovery["args"]) ? discovery["args"].map(String) : [];
    return {
        args: [
            ...given,
            // Of two flags that say the same the last one counts.
            `--kubeconfig=${kubeconfig}`,
            `--httpsAddr=${on(ports.serving)}`,
            `--monitoringAddr=${on(ports.metrics)}`,
            `--httpAddr=${on(ports.health)}`,
            // Proxies there are none. Without one of them istiod would serve them on the health port.
            "--grpcAddr=127.0.0.1:0",
            "--secureGRPCAddr=127.0.0.1:0",
            "--ctrlz_port=0",
        ],
        env: { ...Object.fromEntries(env), KUBECONFIG: kubeconfig },
        health: `http://${on(ports.health)}/ready`,
    };
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
    return Array.isArray(value) ? value.filter(isRecord) : [];
}

function on(port: number): string {
    return `127.0.0.1:${port}`;
}
