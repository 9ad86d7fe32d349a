import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type EngineHandle, enginePorts, startEngine } from "../test-bed/engine-processes";
import type { ClusterLayout } from "../test-bed/layout";

/** Where the simulator runs, and how much it simulates. */
export interface StartSimulatorArgs {
    /** Of a control plane that is up. */
    readonly layout: ClusterLayout;
    /** Of the load's ups and downs. @default 1 */
    readonly seed?: number;
    /** Requests a second to each Service that is called. @default 20 */
    readonly rate?: number;
    readonly signal?: AbortSignal;
}

/** Name of its log and folder, and the one Prometheus finds its port by. */
export const SIMULATOR = "simulator";

/** Starts the traffic simulator beside a control plane, and waits until it knows the cluster. */
export async function startSimulator({
    layout,
    seed = 1,
    rate = 20,
    signal,
}: StartSimulatorArgs): Promise<EngineHandle> {
    const ports = await enginePorts(layout, SIMULATOR);
    const args = [
        "--import",
        // It starts in a folder of its own, which has no modules.
        pathToFileURL(require.resolve("tsx")).href,
        join(__dirname, "main.ts"),
        `--kubeconfig=${layout.kubeconfig}`,
        `--port=${ports.serving}`,
        `--seed=${seed}`,
        `--rate=${rate}`,
    ];
    const health = `http://127.0.0.1:${ports.serving}/healthz`;
    const command = { args, health };
    return startEngine({ layout, instance: SIMULATOR, program: process.execPath, ports, command }, signal);
}
