import type { ClusterServices } from "./cluster-services";
import { type Hint, hints } from "./hints";

/** Namespace Flagger runs in, against which its resolver completes a bare name. */
const FLAGGER_NAMESPACE = "flagger-system";

/** Ends of two-part names that are public domains rather than namespaces. */
const PUBLIC_ENDS =
    /^(?:[a-z]{2}|com|org|net|edu|gov|int|info|biz|dev|app|cloud|tech|systems|services|online|xyz)$/;

/** Tells which addresses lead to no Service of the cluster. */
export interface WebhookHosts {
    /** What is wrong with an address, as the end of a sentence; undefined where nothing is known to be. */
    problemOf(url: string): string | undefined;
}

/** Holds addresses of webhooks against the Services there are. An address outside the cluster is nobody's business here. */
export function webhookHost({ names, releases }: ClusterServices): WebhookHosts {
    const placesOf = new Map<string, string[]>();
    for (const [namespace, services] of names) {
        for (const service of services) placesOf.set(service, [...(placesOf.get(service) ?? []), namespace]);
    }
    const hintOf = new Map<string, Hint>();
    return {
        problemOf: (url) => {
            const host = hostnameOf(url);
            if (host === undefined) return undefined;
            const [service = "", namespace = FLAGGER_NAMESPACE, next, ...rest] = host.split(".");
            const inCluster = next === undefined || next === "svc";
            if (!inCluster || (next === undefined && rest.length > 0) || /^\d+$/.test(service))
                return undefined;
            const known = names.get(namespace);
            if (known?.has(service) || isReleased(service, releases.get(namespace))) return undefined;
            if (!known && next === undefined && PUBLIC_ENDS.test(namespace)) return undefined;
            return `calls ${host}, and the stack declares no Service ${service} in namespace ${namespace}${hint()}`;

            function hint(): string {
                const [elsewhere] = placesOf.get(service) ?? [];
                const bare = !host?.includes(".");
                if (elsewhere !== undefined)
                    return bare
                        ? `, where Flagger looks for a bare name; there is ${service}.${elsewhere}`
                        : `; there is ${service}.${elsewhere}`;
                const place = known ? namespace : "";
                const guess = hintOf.get(place) ?? hints();
                hintOf.set(place, guess);
                const near = guess(service, () => known ?? placesOf.keys());
                const nearPlace = known ? namespace : near && placesOf.get(near)?.[0];
                return near === undefined ? "" : `; there is ${near}.${nearPlace}`;
            }
        },
    };
}

function hostnameOf(url: string): string | undefined {
    try {
        return new URL(url).hostname.toLowerCase().replace(/\.$/, "");
    } catch {
        return undefined;
    }
}

/** Charts name their Service like the release, like the chart, or by both. */
function isReleased(service: string, titles: readonly string[] = []): boolean {
    return titles.some(
        (title) => service === title || service.startsWith(`${title}-`) || service.endsWith(`-${title}`),
    );
}
