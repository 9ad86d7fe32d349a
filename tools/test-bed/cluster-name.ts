import { realpathSync } from "node:fs";

import { type ClusterLayout, DEFAULT_CLUSTER, clusterLayout } from "./layout";
import type { Invocation, OptionSpec } from "../../cli/command";

/** The option all `cluster` commands share. */
export const NAME_OPTION: OptionSpec = {
    type: "string",
    value: "NAME",
    help: `Which control plane, of several side by side (default: ${DEFAULT_CLUSTER})`,
};

/** Where the control plane a command is about keeps what. */
export function namedCluster({ root, options }: Pick<Invocation, "root" | "options">): ClusterLayout {
    return clusterLayout(realpathSync(root), (options["name"] as string | undefined) ?? DEFAULT_CLUSTER);
}
