import { realpathSync } from "node:fs";

import { type ClusterLayout, clusterLayout } from "./layout";

/** Where the control plane a command is about keeps what. */
export function namedCluster({
    root,
    options,
}: {
    readonly root: string;
    readonly options: { readonly name: string };
}): ClusterLayout {
    return clusterLayout(realpathSync(root), options.name);
}
