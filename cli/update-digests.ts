import { withHttpClient } from "../adapters/http/client-source";
import type { HttpClient } from "../adapters/http/http-source";
import { upstreamOf } from "../adapters/upstream/upstream";
import type { Lock } from "../lifecycle/settings/lock";
import { factsOf, systemOfTool } from "../lifecycle/settings/pinned-parts";
import { partName } from "../lifecycle/settings/pins";
import type { StackSettings } from "../lifecycle/settings/settings";
import {
    type DigestField,
    type Digests,
    digestFields,
    mergeDigests,
    withDigests,
} from "../lifecycle/upgrade/digests";
import { fetchDigests } from "../adapters/upstream/artifacts-source";
import { fetchChartDigests } from "../adapters/upstream/charts-source";
import type { CommandContext, Invocation } from "./command";
import type { updateCommand } from "./definitions/update";

/** A lock with all digests that could be had. */
export interface CompletedLock {
    readonly lock: Lock;
    /** What is left out, and why: sentences without their full stop. */
    readonly missing: readonly string[];
}

/** Charts of Istio a stack installs. */
const ISTIO_CHARTS = ["base", "istiod", "gateway"];

/** What the digests of a field are of, in a sentence. */
function subjectOf({ kind, tool }: DigestField): string {
    if (tool) return `chart of ${partName(tool)}`;
    return isIstioctl(kind) ? "istioctl" : "charts of Istio";
}

function isIstioctl(kind: DigestField["kind"]): boolean {
    return kind === "istioctl" || kind === "next-istioctl";
}

interface Fetched {
    readonly digests: Digests;
    readonly missing: readonly string[];
}

/**
 * Fills in a lock's digests: those of unchanged versions are kept, those of new ones and those that were missing are
 * fetched. A release that is pinned once more, for the proxies, is looked at again: it must still be the same.
 *
 * @param again - version whose known digests are fetched once more
 * @throws WindlassError when a digest of an unchanged version has changed
 */
export async function completeDigests(
    settings: StackSettings,
    lock: Lock,
    old: Lock | undefined,
    again: string | undefined,
    {
        options,
        env,
        signal,
        terminal,
    }: Pick<Invocation<typeof updateCommand>, "options" | "env" | "signal" | "terminal">,
): Promise<CompletedLock> {
    const fields = digestFields(lock, old);
    const wanted = fields.filter(
        ({ known, version }) => Object.keys(known).length === 0 || version === again,
    );
    const known = Object.fromEntries(fields.map((field) => [field.kind, field.known]));
    const result = known as Record<DigestField["kind"], Digests>;
    if (options.offline || wanted.length === 0) {
        const left = wanted.filter((field) => Object.keys(field.known).length === 0);
        const missing = left.map(
            (field) => `digests of ${subjectOf(field)} ${field.version}: left out, as --offline fetches none`,
        );
        return { lock: withDigests(lock, result), missing };
    }
    terminal.progress(`${settings.stack}: fetching digests …`);
    const missing: string[] = [];
    const onWait = (sentence: string): void => terminal.note(sentence);
    await withHttpClient({ env, signal, onWait }, async (client) => {
        for (const field of wanted) {
            const fetched = await fetchField(field, settings, client, env);
            result[field.kind] = mergeDigests(settings.stack, field, fetched.digests);
            missing.push(...fetched.missing);
        }
    });
    return { lock: withDigests(lock, result), missing };
}

async function fetchField(
    { kind, tool, version }: DigestField,
    settings: StackSettings,
    client: HttpClient,
    env: CommandContext["env"],
): Promise<Fetched> {
    const { charts } = settings.istio;
    if (tool) {
        const names = [factsOf(tool).chart ?? tool];
        return fetchChartDigests(client, settings[systemOfTool(tool)].charts, names, version);
    }
    if (!isIstioctl(kind)) return fetchChartDigests(client, charts, ISTIO_CHARTS, version);
    const { releases } = upstreamOf(env);
    const { istioctlDigests, missing } = await fetchDigests(version, {
        client,
        releases,
        charts,
        chartNames: [],
    });
    return { digests: istioctlDigests, missing };
}
