import { clusterDown } from "./control-plane-process";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { namedCluster } from "./cluster-name";
import type { Invocation } from "../../cli/command";
import type { clusterDownCommand } from "./commands";

/** Stops a local control plane and forgets it. */
export async function run(invocation: Invocation<typeof clusterDownCommand>): Promise<ExitStatus> {
    const { options, terminal, signal } = invocation;
    const layout = namedCluster(invocation);
    terminal.progress(`Stopping ${layout.name} …`);
    const existed = await clusterDown(layout, signal);
    if (options.json) terminal.print(JSON.stringify({ name: layout.name, state: "down", existed }));
    else terminal.print(`${layout.name}: ${existed ? "down, its data deleted" : "there was none"}`);
    return ExitStatus.ok;
}
