import type { Manifest } from "./manifest";

/** Where objects of a kind live, whatever the version of its API. */
export interface Scopes {
    /** Undefined where nobody knows: a custom kind without its definition. */
    scopeOf(object: Pick<Manifest, "apiVersion" | "kind">): "Namespaced" | "Cluster" | undefined;
}
