import { CHART_POD_LABELS } from "../../components/flagger/metric-queries";
import { writeYaml } from "../../lifecycle/kit/write-yaml";
import type { EnginePorts } from "./engine-commands";

/**
 * Configuration of a Prometheus that scrapes the traffic simulator, as often as the one in Flagger's chart scrapes pods, and
 * gives the pods' names the labels it does: queries of either kind find what they ask for.
 *
 * @param simulator Its ports; undefined where none runs: there is nothing to scrape.
 */
export function prometheusConfig(simulator: Pick<EnginePorts, "serving"> | undefined): string {
    const simulated = {
        job_name: "simulator",
        static_configs: [{ targets: [`127.0.0.1:${simulator?.serving}`] }],
        metric_relabel_configs: [
            { source_labels: ["namespace"], target_label: CHART_POD_LABELS.namespace },
            { source_labels: ["pod"], target_label: CHART_POD_LABELS.pod },
        ],
    };
    return writeYaml({
        global: { scrape_interval: "5s", scrape_timeout: "4s" },
        scrape_configs: simulator ? [simulated] : [],
    });
}
