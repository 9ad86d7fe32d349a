import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { Command } from "./command";

/** A command that is read from its module when it is needed: most of them load Pulumi, which takes a second. */
export interface CommandEntry {
    readonly name: string;
    load(): Command;
}

// A plain import would load at once, and an import() would need another loader for TypeScript than `tsx/cjs`.
const load = createRequire(__filename);

/** Every command of the product, in the order `windlass --help` lists them. */
const PRODUCT: readonly CommandEntry[] = [
    { name: "init", load: () => (load("./init") as typeof import("./init")).initCommand },
    { name: "migrate", load: () => (load("./migrate") as typeof import("./migrate")).migrateCommand },
    { name: "start", load: () => (load("./start") as typeof import("./start")).startCommand },
    { name: "resolve", load: () => (load("./resolve") as typeof import("./resolve")).resolveCommand },
    { name: "releases", load: () => (load("./releases") as typeof import("./releases")).releasesCommand },
    { name: "status", load: () => (load("./status") as typeof import("./status")).statusCommand },
    { name: "plan", load: () => (load("./plan") as typeof import("./plan")).planCommand },
    { name: "way", load: () => (load("./way") as typeof import("./way")).wayCommand },
    { name: "update", load: () => (load("./update") as typeof import("./update")).updateCommand },
    { name: "hold list", load: () => (load("./hold-list") as typeof import("./hold-list")).holdListCommand },
    { name: "hold add", load: () => (load("./hold-add") as typeof import("./hold-add")).holdAddCommand },
    { name: "hold lift", load: () => (load("./hold-lift") as typeof import("./hold-lift")).holdLiftCommand },
    { name: "inject", load: () => (load("./inject") as typeof import("./inject")).injectCommand },
    { name: "check", load: () => (load("./check") as typeof import("./check")).checkCommand },
    { name: "render", load: () => (load("./render") as typeof import("./render")).renderCommand },
    { name: "diff", load: () => (load("./diff") as typeof import("./diff")).diffCommand },
    {
        name: "sidecars show",
        load: () => (load("./sidecars-show") as typeof import("./sidecars-show")).sidecarsShowCommand,
    },
    {
        name: "catalog refresh",
        load: () => (load("./catalog-refresh") as typeof import("./catalog-refresh")).catalogRefreshCommand,
    },
    {
        name: "catalog verify",
        load: () => (load("./catalog-verify") as typeof import("./catalog-verify")).catalogVerifyCommand,
    },
    { name: "istioctl", load: () => (load("./istioctl") as typeof import("./istioctl")).istioctlCommand },
    {
        name: "istioctl get",
        load: () => (load("./istioctl-get") as typeof import("./istioctl-get")).istioctlGetCommand,
    },
    {
        name: "forge comment",
        load: () => (load("./forge-comment") as typeof import("./forge-comment")).forgeCommentCommand,
    },
    {
        name: "forge holds",
        load: () => (load("./forge-holds") as typeof import("./forge-holds")).forgeHoldsCommand,
    },
    {
        name: "forge propose",
        load: () => (load("./forge-propose") as typeof import("./forge-propose")).forgeProposeCommand,
    },
    {
        name: "forge amend",
        load: () => (load("./forge-amend") as typeof import("./forge-amend")).forgeAmendCommand,
    },
    {
        name: "forge touched",
        load: () => (load("./forge-touched") as typeof import("./forge-touched")).forgeTouchedCommand,
    },
    {
        name: "forge deployable",
        load: () =>
            (load("./forge-deployable") as typeof import("./forge-deployable")).forgeDeployableCommand,
    },
    {
        name: "forge waves",
        load: () => (load("./forge-waves") as typeof import("./forge-waves")).forgeWavesCommand,
    },
];

/** Commands of the test bed, `windlass cluster`: a checkout has them, the package does not bring it. */
function testBed(): readonly CommandEntry[] {
    const module = join(__dirname, "..", "tools", "test-bed", "commands.ts");
    if (!existsSync(module)) return [];
    return (load(module) as { readonly TEST_BED: readonly CommandEntry[] }).TEST_BED;
}

/** Every command there is here. */
export const COMMANDS: readonly CommandEntry[] = [...PRODUCT, ...testBed()];
