import { existsSync } from "node:fs";
import { join } from "node:path";

import { executableOnPath, isExecutable } from "../../adapters/files/executable-source";
import { userCacheFolder, withHttpClient } from "../../adapters/http/client-source";
import { upstreamOf } from "../../adapters/upstream/upstream";
import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import type { CrdDocument } from "../test-bed/crd-documents";
import { fetchCrds, readCrds } from "../test-bed/crds-source";
import type { EngineName, EnginePrograms } from "../test-bed/engines";
import { locateEngines } from "../test-bed/engines-source";
import type { Programs } from "../test-bed/programs";
import { locatePrograms } from "../test-bed/programs-source";

/** Engines that a night needs. */
export const SLEEP_ENGINES: readonly EngineName[] = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
    "flagger",
    "prometheus",
    "pilot-discovery",
];

/** Everything real that runs in a night. */
export interface SleepPrograms {
    readonly controlPlane: Programs;
    readonly engines: Partial<EnginePrograms>;
    /** Path of a real istioctl. */
    readonly istioctl: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws WindlassError, with status 3, that names everything that is missing and how to come by it */
export function requirePrograms(env: Environment): SleepPrograms {
    const cache = userCacheFolder(env);
    const components = locatePrograms({ env, cache });
    const engines = locateEngines({ names: SLEEP_ENGINES, env, cache });
    const istioctl = env["ISTIOCTL"] ?? executableOnPath("istioctl", env);
    const go = executableOnPath("go", env);
    const missing = [
        ...components.missing.map(({ component }) => component),
        ...engines.missing.map(({ engine }) => engine.name),
        ...(istioctl !== undefined && isExecutable(istioctl) ? [] : ["istioctl (ISTIOCTL)"]),
        ...(go === undefined && !env["WINDLASS_CHARTS"] ? ["Go, or packed charts (WINDLASS_CHARTS)"] : []),
    ];
    if (missing.length > 0 || istioctl === undefined)
        throw new WindlassError({
            rule: `this machine lacks ${missing.join(", ")}`,
            remedy: "npm run -s engines builds engines, windlass cluster up a control plane; .ci/run builds an istioctl",
            exitStatus: ExitStatus.noCandidate,
        });
    return { controlPlane: components.found as Programs, engines: engines.found, istioctl };
}

/** CRDs of everything but Istio, whose come with its chart: from a folder, else from the cache or the network. */
export async function sleepCrds(env: Environment, root: string): Promise<readonly CrdDocument[]> {
    const beside = join(root, "..", "shared", "crds");
    const folder = env["WINDLASS_CRDS"] ?? (existsSync(beside) ? beside : undefined);
    const all =
        folder === undefined
            ? await withHttpClient({ env }, (client) =>
                  fetchCrds({ client, cache: userCacheFolder(env), base: upstreamOf(env).files }),
              )
            : readCrds(folder);
    return all.filter(({ name }) => !name.endsWith(".istio.io"));
}
