import { clusterStatus } from "./control-plane-process";
import { runningEngines } from "./engine-process";
import { COMPONENTS } from "./programs";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { namedCluster } from "./cluster-name";
import type { Invocation } from "../../cli/command";
import type { clusterStatusCommand } from "./commands";
import { table } from "../../cli/table";
import type { Tone } from "../../cli/terminal";

const TONES: Readonly<Record<string, Tone>> = { up: "good", broken: "bad", down: "dim" };

/** Says how a local control plane is. */
export async function run(invocation: Invocation<typeof clusterStatusCommand>): Promise<ExitStatus> {
    const { options, terminal, signal } = invocation;
    const layout = namedCluster(invocation);
    const status = await clusterStatus(layout, signal);
    const engines = runningEngines(layout);
    if (options.json) {
        const running = Object.fromEntries(engines.map(({ instance, pid }) => [instance, pid]));
        terminal.print(JSON.stringify({ ...status, engines: engines.length > 0 ? running : undefined }));
        return ExitStatus.ok;
    }
    const { name, state, version, server, kubeconfig, processes } = status;
    const about = version === undefined ? "" : `: Kubernetes ${version} at ${server}`;
    terminal.print(`${name} is ${terminal.paint(TONES[state] ?? "strong", state)}${about}`);
    if (state === "down") return ExitStatus.ok;
    const rows = COMPONENTS.map((component) => [component, String(processes[component] ?? "stopped")]);
    for (const { instance, pid } of engines) rows.push([instance, String(pid)]);
    terminal.print(table(["COMPONENT", "PROCESS"], rows));
    terminal.print(`export KUBECONFIG='${kubeconfig}'`);
    return ExitStatus.ok;
}
