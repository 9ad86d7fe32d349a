import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { ChartArchive } from "./chart-archive";
import { fileName } from "./chart-server";
import { engineData, stopEngines } from "./engine-process";
import { type EngineHandle, enginePorts, startEngine } from "./engine-processes";
import type { ClusterLayout } from "./layout";

/** Name of its log and folder. */
export const CHARTS = "charts";

/** Where a chart server runs, and what it serves. */
export interface StartChartsArgs {
    readonly layout: ClusterLayout;
    readonly charts: readonly ChartArchive[];
    readonly signal?: AbortSignal;
}

/** Starts a chart server beside a control plane, one that outlives this process, and waits until it answers. */
export async function startCharts({ layout, charts, signal }: StartChartsArgs): Promise<EngineHandle> {
    // Before its port is asked for: whoever has it in a stack's settings is to keep it.
    await stopEngines(layout, { instances: [CHARTS] });
    const ports = await enginePorts(layout, CHARTS);
    const folder = engineData(layout, CHARTS);
    // Not those of an earlier run, which may have had other versions.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const chart of charts) writeFileSync(join(folder, fileName(chart)), chart.bytes);
    const command = {
        args: [
            "--import",
            // It starts in a folder of its own, which has no modules.
            pathToFileURL(require.resolve("tsx")).href,
            join(__dirname, "chart-server-main.ts"),
            `--port=${ports.serving}`,
        ],
        env: { WINDLASS_CHARTS: folder },
        health: `http://127.0.0.1:${ports.serving}/v2/`,
    };
    return startEngine({ layout, instance: CHARTS, program: process.execPath, ports, command }, signal);
}

/** Where a stack's settings say that charts come from: `oci://127.0.0.1:20001/charts`. */
export function chartsUrl({ ports }: Pick<EngineHandle, "ports">): string {
    return `oci://127.0.0.1:${ports.serving}/charts`;
}
