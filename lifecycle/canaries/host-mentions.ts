import type { Manifest } from "../workloads/manifest";

/** A Service whose callers are looked for. */
export interface CalledService {
    readonly name: string;
    readonly namespace: string;
}

/** `name.namespace`, at the start of a host. */
const QUALIFIED = /(?<![\w.-])([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)(?![\w-])/g;

/** A name without a namespace where only a host can stand: before a port, in an address, in a field for one. */
const BARE =
    /(?:\/\/([a-z0-9][a-z0-9-]*)(?=[/?"\s\\:]))|(?:(?<![\w./-])([a-z0-9][a-z0-9-]*)(?=:\d{2,5}(?!\w)))|(?:"(?:host|serviceName)":"([a-z0-9-]+)")|(?:"service":\{[^{}]*"name":"([a-z0-9-]+)")|(?:"backendRefs?":\[?\{[^{}]*"name":"([a-z0-9-]+)")/g;

/**
 * Objects that name a Service as the host of a call, by `name.namespace` of the Service. What stands in images and programs
 * is not seen. Reads the text of each object once, however many Services are asked for.
 */
export function hostMentions<T extends Pick<Manifest, "metadata">>(
    objects: Iterable<T>,
    services: readonly CalledService[],
): ReadonlyMap<string, readonly T[]> {
    const found = new Map<string, Set<T>>(
        services.map(({ name, namespace }) => [`${name}.${namespace}`, new Set()]),
    );
    if (found.size === 0) return new Map();
    for (const object of objects) {
        const text = JSON.stringify(object);
        for (const [, name, namespace] of text.matchAll(QUALIFIED))
            found.get(`${name}.${namespace}`)?.add(object);
        const own = object.metadata.namespace ?? "";
        for (const [, ...groups] of text.matchAll(BARE)) {
            const name = groups.find((group) => group !== undefined);
            found.get(`${name}.${own}`)?.add(object);
        }
    }
    return new Map([...found].map(([service, callers]) => [service, [...callers]]));
}
