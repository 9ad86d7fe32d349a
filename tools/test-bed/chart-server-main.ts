/**
 * The chart server as a process: `--port=PORT`, and the variable `WINDLASS_CHARTS` with the folder of packed charts that it
 * serves. It ends with SIGTERM.
 */
import { parseArgs } from "node:util";

import { startChartServer } from "./chart-server";
import { obtainCharts } from "./charts-process";

const { values } = parseArgs({ options: { port: { type: "string" } } });

void obtainCharts({ istio: [], flagger: [], env: process.env })
    .then((charts) => startChartServer(charts, Number(values.port)))
    .then(({ stop }) => {
        process.once("SIGTERM", () => void stop());
        process.once("SIGINT", () => void stop());
    });
