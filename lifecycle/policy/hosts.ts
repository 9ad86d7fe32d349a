/** A Service as a host names it. */
export interface ServiceHost {
    readonly name: string;
    readonly namespace: string;
}

/**
 * The Service that a host of an Istio object names: `orders` and `orders.prod`, with `.svc` and the cluster's domain or
 * without. Of any other host this is what it would be, and no Service of that name is there.
 *
 * @param namespace Of the object that names the host.
 */
export function hostOf(host: string, namespace: string): ServiceHost {
    const [name = "", second] = host.split(".");
    return { name, namespace: second === undefined || second === "" ? namespace : second };
}

/** Whether a host may name a Service of the cluster: `orders`, `orders.prod`, `orders.prod.svc…`; no address, no wildcard. */
export function isServiceHost(host: string): boolean {
    return /^[a-z0-9-]+(?:\.[a-z0-9-]+(?:\.svc(?:\..+)?)?)?$/.test(host);
}
