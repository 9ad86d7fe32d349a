import { homedir } from "node:os";

import { obtainPrograms } from "../lifecycle/cluster/build-process";
import { clusterUp } from "../lifecycle/cluster/control-plane-process";
import { ExitStatus } from "../lifecycle/errors";
import { cacheFolder } from "../lifecycle/net/cache-folder";
import { NAME_OPTION, namedCluster } from "./cluster-name";
import { type Command, JSON_OPTION } from "./command";

/** Starts a real control plane on this machine, without Docker. */
export const clusterUpCommand: Command = {
    name: "cluster up",
    summary: "Start a real control plane on this machine, without Docker: pods become Ready, nothing runs",
    options: { name: NAME_OPTION, json: JSON_OPTION },
    notes: [
        "Its programs come from KUBEBUILDER_ASSETS, PATH or the cache; else Go builds them, which takes minutes once.",
        "It listens on 127.0.0.1 only, and lives in .cache/cluster/<name> until `windlass cluster down`.",
    ].join("\n"),
    async run(invocation) {
        const { options, terminal, env, signal } = invocation;
        const cache = cacheFolder({ env, platform: process.platform, home: homedir() });
        const start = performance.now();
        const { started, ...status } = await clusterUp({
            layout: namedCluster(invocation),
            programs: () => obtainPrograms({ env, cache, reporter: terminal, signal }),
            onProgress: (text) => terminal.progress(text),
            signal,
        });
        const seconds = ((performance.now() - start) / 1000).toFixed(1);
        if (options["json"]) {
            terminal.print(JSON.stringify({ ...status, started }));
        } else {
            const took = started ? `up in ${seconds} s` : "is up already";
            terminal.print(`${status.name}: Kubernetes ${status.version} ${took} at ${status.server}`);
            terminal.print(`export KUBECONFIG='${status.kubeconfig}'`);
        }
        return ExitStatus.ok;
    },
};
