import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { type ChartArchive, type ChartFolder, packChart, readChart } from "./chart-archive";
import { ENGINES_FOLDER } from "./engines-source";
import { moduleFolder } from "./go-module-process";
import { executableOnPath } from "../../adapters/files/executable-source";

/** Which charts are wanted, and where they are looked for. */
export interface ObtainChartsArgs {
    /** Versions that Istio's charts are packed under, all of the same files: `1.30.5`, `1.31.1`. */
    readonly istio: readonly string[];
    readonly flagger: readonly string[];
    /** Variables `WINDLASS_CHARTS`, a folder of packed charts that is taken instead, and `PATH`. */
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
    /** Folder of the Go modules. @default Windlass' own `tools/engines` */
    readonly tools?: string;
}

/** What Istio's release writes over the registry of its builds. */
const ISTIO_HUB = "docker.io/istio";

/** Folders of Istio's charts in its Go module. */
const ISTIO_CHARTS: Readonly<Record<string, string>> = {
    base: "manifests/charts/base",
    istiod: "manifests/charts/istio-control/istio-discovery",
    cni: "manifests/charts/istio-cni",
    gateway: "manifests/charts/gateway",
};

/** Those of Flagger in its own. */
const FLAGGER_CHARTS: Readonly<Record<string, string>> = { flagger: "charts/flagger" };

/**
 * Istio's and Flagger's charts, from the folder `WINDLASS_CHARTS`, else packed from the Go modules that the engines are built
 * of. Those are the files of one release, whatever version is stamped on them.
 *
 * @throws WindlassError where the folder holds none, there is no Go, or a module cannot be fetched
 */
export async function obtainCharts(args: ObtainChartsArgs): Promise<readonly ChartArchive[]> {
    const { istio, flagger, env, signal, tools = ENGINES_FOLDER } = args;
    const folder = env["WINDLASS_CHARTS"];
    if (folder) return readCharts(folder);
    const go = executableOnPath("go", env);
    if (go === undefined) throw noGo();
    const packed = async (engine: string, module: string, folders: Record<string, string>, hub?: string) => {
        const source = await moduleFolder({ go, module, folder: join(tools, engine), env, signal });
        return Object.entries(folders).map(([name, path]): ChartFolder => ({
            name,
            folder: join(source, path),
            hub,
        }));
    };
    const ofIstio = await packed("istiod", "istio.io/istio", ISTIO_CHARTS, ISTIO_HUB);
    const ofFlagger = await packed("flagger", "github.com/fluxcd/flagger", FLAGGER_CHARTS);
    return [
        ...ofIstio.flatMap((chart) => istio.map((version) => packChart(chart, version))),
        ...ofFlagger.flatMap((chart) => flagger.map((version) => packChart(chart, version))),
    ];
}

/** The packed charts of a folder. */
function readCharts(folder: string): readonly ChartArchive[] {
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".tgz")) : [];
    if (files.length > 0) return files.sort().map((file) => readChart(join(folder, file)));
    throw new WindlassError({
        key: "WINDLASS_CHARTS",
        value: folder,
        rule: "holds no packed chart, <name>-<version>.tgz",
        remedy: "Name a folder of charts, or unset it to have them packed from the Go modules",
    });
}

function noGo(): WindlassError {
    return new WindlassError({
        key: "WINDLASS_CHARTS",
        rule: "There is no folder of charts, and no Go to fetch the modules that hold them",
        remedy: "Install Go (go.dev/dl), or name a folder of packed charts",
    });
}
