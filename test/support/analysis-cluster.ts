import type { Context } from "mocha";

import { CHART_PROMETHEUS } from "../../components/flagger/names";
import { type LoadTester, loadTester } from "../../tools/simulator/load-tester";
import { startSimulator } from "../../tools/simulator/simulator-process";
import { type EngineHandles, startEngines } from "../../tools/test-bed/engine-processes";
import type { EngineName, EnginePrograms } from "../../tools/test-bed/engines";
import type { LoopbackServer } from "../../tools/test-bed/loopback-server";
import { startServiceProxy } from "../../tools/test-bed/service-proxy";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { enginesOrSkip } from "./engines";
import type { Fault } from "../../tools/simulator/faults";

/** A control plane on which real Flagger measures simulated traffic with real Prometheus. */
export interface AnalysisCluster extends Analysis {
    readonly cluster: TestCluster;
    /** Where Services are answered, by `<service>.<namespace>:<port>`: a suite adds its own. */
    readonly routes: Map<string, number>;
    readonly stop: () => Promise<void>;
}

/** What measures canaries: real Flagger, Prometheus and load tester, and the simulator of the traffic they see. */
export interface Analysis {
    readonly engines: EngineHandles;
    /** Port of the simulator, which answers for the pods of any Service that is led to it. */
    readonly simulator: number;
    /** Makes something bad, or nothing any more. */
    readonly setFaults: (...faults: readonly Fault[]) => Promise<void>;
    /** The first sample of a query that Prometheus answers; undefined where there is none. */
    readonly query: (promql: string) => Promise<number | undefined>;
    /** What has to be stopped beside the engines, which end with the control plane. */
    readonly door: LoopbackServer;
}

/** Where {@link startAnalysis} starts what. */
export interface StartAnalysisArgs {
    readonly layout: TestCluster["layout"];
    readonly programs: Partial<EnginePrograms>;
    /** Where Services are answered; those of the load tester and of Prometheus are written into it. */
    readonly routes: Map<string, number>;
    /** The service proxy, `http://127.0.0.1:20001`. */
    readonly proxy: string;
}

/** Engines that {@link startAnalysis} starts. */
export const ANALYSIS_ENGINES: readonly EngineName[] = ["prometheus", "flagger", "loadtester"];

/** Starts all that measures canaries, on a cluster with the CRDs of Istio's traffic and of Flagger. */
export async function startAnalysis(args: StartAnalysisArgs): Promise<Analysis> {
    const { layout, programs, routes, proxy } = args;
    const simulator = (await startSimulator({ layout })).ports.serving;
    const tester: LoadTester = loadTester({ layout, simulator, proxy });
    const extra = { loadtester: tester.extra, flagger: { env: { HTTP_PROXY: proxy } } };
    const engines = await startEngines({ layout, names: ANALYSIS_ENGINES, programs, extra });
    const { prometheus, loadtester } = engines;
    if (!prometheus || !loadtester) throw new Error("an engine was started and is not there");
    const door = await tester.open(loadtester.ports.serving);
    routes.set("loadtester.prod:80", door.port);
    routes.set(new URL(CHART_PROMETHEUS).host, prometheus.ports.serving);
    return {
        engines,
        simulator,
        setFaults: (...faults) => setFaults(simulator, faults),
        query: (promql) => query(prometheus.ports.serving, promql),
        door,
    };
}

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startAnalysisCluster(context: Context, name: string): Promise<AnalysisCluster> {
    const programs = enginesOrSkip(context, ANALYSIS_ENGINES);
    await crdsOrSkip(context);
    const cluster = await startTestCluster(name, await programsOrSkip(context));
    const { api, layout } = cluster;
    const routes = new Map<string, number>();
    const servers: LoopbackServer[] = [];
    const stopAll = async () => {
        await stop(cluster);
        for (const server of servers) await server.stop();
    };
    try {
        await installCrds(api, (crd) => /\.(?:istio\.io|flagger\.app)$/.test(crd));
        const proxy = await startServiceProxy({ api, routes, socket: layout.egressSocket });
        servers.push(proxy);
        const analysis = await startAnalysis({ layout, programs, routes, proxy: proxy.url });
        servers.push(analysis.door);
        return { ...analysis, cluster, routes, stop: stopAll };
    } catch (error) {
        await stopAll();
        throw error;
    }
}

async function setFaults(simulator: number, faults: readonly Fault[]): Promise<void> {
    const url = `http://127.0.0.1:${simulator}/faults`;
    const answers = [await fetch(url, { method: "DELETE" })];
    for (const fault of faults)
        answers.push(await fetch(url, { method: "POST", body: JSON.stringify(fault) }));
    for (const answer of answers) if (!answer.ok) throw new Error(await answer.text());
}

async function query(prometheus: number, promql: string): Promise<number | undefined> {
    const url = `http://127.0.0.1:${prometheus}/api/v1/query?query=${encodeURIComponent(promql)}`;
    const answer = (await (await fetch(url)).json()) as {
        readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
        readonly error?: string;
    };
    if (!answer.data) throw new Error(`${promql}: ${answer.error}`);
    const [first] = answer.data.result;
    return first && Number(first.value[1]);
}
