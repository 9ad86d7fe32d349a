import type { ClusterServices } from "./cluster-services";
import { type Hint, hints } from "./hints";

/** Namespace Flagger runs in, against which its resolver completes a bare name: components/flagger/names.ts. */
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
        for (const service of services) {
            const places = placesOf.get(service);
            if (places) places.push(namespace);
            else placesOf.set(service, [namespace]);
        }
    }
    const hintOf = new Map<string, Hint>();

    const suggestion = ({ service, namespace, bare }: Address): string => {
        const [elsewhere] = placesOf.get(service) ?? [];
        const looked = bare ? ", where Flagger looks for a bare name" : "";
        if (elsewhere !== undefined) return `${looked}; there is ${service}.${elsewhere}`;
        const known = names.get(namespace);
        const place = known ? namespace : "";
        const hint = hintOf.get(place) ?? hints();
        hintOf.set(place, hint);
        const near = hint(service, () => known ?? placesOf.keys());
        if (near === undefined) return looked;
        return `${looked}; there is ${near}.${known ? namespace : placesOf.get(near)?.[0]}`;
    };

    return {
        problemOf: (url) => {
            const address = addressOf(url);
            if (!address) return undefined;
            const { host, service, namespace, certain } = address;
            const known = names.get(namespace);
            if (known?.has(service) || isReleased(service, releases.get(namespace))) return undefined;
            if (!known && !certain && PUBLIC_ENDS.test(namespace)) return undefined;
            return `calls ${host}, and the stack declares no Service ${service} in namespace ${namespace}${suggestion(address)}`;
        },
    };
}

/** What an address says of a Service. */
interface Address {
    readonly host: string;
    readonly service: string;
    readonly namespace: string;
    /** Whether it names no namespace. */
    readonly bare: boolean;
    /** Whether it can be nothing but a Service's. */
    readonly certain: boolean;
}

/** Undefined for what is no address, and for one outside the cluster. */
function addressOf(url: string): Address | undefined {
    let host: string;
    try {
        host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
    } catch {
        return undefined;
    }
    // Neither numbers nor [::1].
    if (host === "localhost" || !/^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/.test(host)) return undefined;
    const [service = "", namespace, next] = host.split(".");
    if (next !== undefined && next !== "svc") return undefined;
    const bare = namespace === undefined;
    return { host, service, namespace: namespace ?? FLAGGER_NAMESPACE, bare, certain: next === "svc" };
}

/** Charts name their Service like the release, like the chart, or by both. */
function isReleased(service: string, titles: readonly string[] = []): boolean {
    return titles.some(
        (title) => service === title || service.startsWith(`${title}-`) || service.endsWith(`-${title}`),
    );
}
