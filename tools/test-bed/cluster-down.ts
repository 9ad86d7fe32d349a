import { clusterDown } from "./control-plane-process";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { NAME_OPTION, namedCluster } from "./cluster-name";
import { type Command, JSON_OPTION } from "../../cli/command";

/** Stops a local control plane and forgets it. */
export const clusterDownCommand: Command = {
    name: "cluster down",
    summary: "Stop a local control plane and delete all it kept",
    options: { name: NAME_OPTION, json: JSON_OPTION },
    async run(invocation) {
        const { options, terminal, signal } = invocation;
        const layout = namedCluster(invocation);
        terminal.progress(`Stopping ${layout.name} …`);
        const existed = await clusterDown(layout, signal);
        if (options["json"]) terminal.print(JSON.stringify({ name: layout.name, state: "down", existed }));
        else terminal.print(`${layout.name}: ${existed ? "down, its data deleted" : "there was none"}`);
        return ExitStatus.ok;
    },
};
