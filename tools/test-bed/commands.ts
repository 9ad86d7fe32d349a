import { createRequire } from "node:module";
import { type CommandEntry, type OptionSpec, defineCommand, entry } from "../../cli/command";
import { JSON_OPTION } from "../../cli/definitions/options";
import { DEFAULT_CLUSTER } from "./layout";

const load = createRequire(__filename);

/** The option all `cluster` commands share. */
const NAME_OPTION = {
    value: "NAME",
    help: "Which control plane, of several side by side",
    default: DEFAULT_CLUSTER,
} as const satisfies OptionSpec;

export const clusterUpCommand = defineCommand({
    name: "cluster up",
    summary: "Start a real control plane on this machine, without Docker: pods become Ready, nothing runs",
    options: {
        name: NAME_OPTION,
        crds: { help: "Have the CRDs of Istio, Flux, flux-operator and Flagger in it" },
        engines: {
            value: "LIST",
            help: "Start real engines beside it: flux, flagger, or controllers by name; with their CRDs",
        },
        charts: {
            value: "VERSIONS",
            help: "Serve Istio's charts beside it, under versions like 1.31.1,1.31.2, and Flagger's",
        },
        json: JSON_OPTION,
    },
    notes: `
        Its programs come from KUBEBUILDER_ASSETS, PATH or the cache; else Go builds them, which takes minutes
        once. CRDs come from the folder WINDLASS_CRDS names; else from the cache or GitHub, in pinned versions
        and bytes. Engines come from PATH or the cache; else Go builds them, which takes minutes each:
        \`npm run -s engines\` builds all. \`prometheus,simulator\` measures traffic that nobody sends.
        Charts come from the folder WINDLASS_CHARTS names; else Go fetches the modules they stand in.

        It listens on 127.0.0.1 only, and lives in .cache/cluster/<name> until \`windlass cluster down\`.
    `,
});

export const clusterDownCommand = defineCommand({
    name: "cluster down",
    summary: "Stop a local control plane and delete all it kept",
    options: { name: NAME_OPTION, json: JSON_OPTION },
});

export const clusterStatusCommand = defineCommand({
    name: "cluster status",
    summary: "Say whether a local control plane is up, and which process is what",
    options: { name: NAME_OPTION, json: JSON_OPTION },
    notes: `
        \`broken\` means that something has stopped or does not answer; \`windlass cluster up\` mends it.
    `,
});

/** Commands of the test bed. `windlass` has them in a checkout. */
export const TEST_BED: readonly CommandEntry[] = [
    entry(clusterUpCommand, () => load("./cluster-up") as typeof import("./cluster-up")),
    entry(clusterDownCommand, () => load("./cluster-down") as typeof import("./cluster-down")),
    entry(clusterStatusCommand, () => load("./cluster-status") as typeof import("./cluster-status")),
];
