import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { type CommandEntry, entry } from "./command";
import { adoptCommand } from "./definitions/adopt";
import { buildCommand } from "./definitions/build";
import { catalogRefreshCommand } from "./definitions/catalog-refresh";
import { catalogVerifyCommand } from "./definitions/catalog-verify";
import { checkCommand } from "./definitions/check";
import { completeStacksCommand, completionCommand } from "./definitions/completion";
import { diffCommand } from "./definitions/diff";
import { forgeAmendCommand } from "./definitions/forge-amend";
import { forgeCommentCommand } from "./definitions/forge-comment";
import { forgeDeployableCommand } from "./definitions/forge-deployable";
import { forgeHoldsCommand } from "./definitions/forge-holds";
import { forgeProposeCommand } from "./definitions/forge-propose";
import { forgeTouchedCommand } from "./definitions/forge-touched";
import { forgeWavesCommand } from "./definitions/forge-waves";
import { holdAddCommand } from "./definitions/hold-add";
import { holdLiftCommand } from "./definitions/hold-lift";
import { holdListCommand } from "./definitions/hold-list";
import { initCommand } from "./definitions/init";
import { injectCommand } from "./definitions/inject";
import { istioctlCommand } from "./definitions/istioctl";
import { istioctlGetCommand } from "./definitions/istioctl-get";
import { migrateCommand } from "./definitions/migrate";
import { pinCommand } from "./definitions/pin";
import { planCommand } from "./definitions/plan";
import { releaseCommand } from "./definitions/release";
import { releasesCommand } from "./definitions/releases";
import { renderCommand } from "./definitions/render";
import { reportCommand } from "./definitions/report";
import { resolveCommand } from "./definitions/resolve";
import { rollbackCommand } from "./definitions/rollback";
import { rolloutCommand } from "./definitions/rollout";
import { sidecarsShowCommand } from "./definitions/sidecars-show";
import { startCommand } from "./definitions/start";
import { statusCommand } from "./definitions/status";
import { updateCommand } from "./definitions/update";
import { upgradeNotesCommand } from "./definitions/upgrade-notes";
import { wayCommand } from "./definitions/way";

// A plain import would load at once, and an import() would need another loader for TypeScript than `tsx/cjs`.
const load = createRequire(__filename);

/** Every command of the product, in the order `windlass --help` lists them. */
const PRODUCT: readonly CommandEntry[] = [
    entry(initCommand, () => load("./init") as typeof import("./init")),
    entry(adoptCommand, () => load("./adopt") as typeof import("./adopt")),
    entry(releaseCommand, () => load("./release") as typeof import("./release")),
    entry(migrateCommand, () => load("./migrate") as typeof import("./migrate")),
    entry(startCommand, () => load("./start") as typeof import("./start")),
    entry(resolveCommand, () => load("./resolve") as typeof import("./resolve")),
    entry(releasesCommand, () => load("./releases") as typeof import("./releases")),
    entry(statusCommand, () => load("./status") as typeof import("./status")),
    entry(reportCommand, () => load("./report") as typeof import("./report")),
    entry(planCommand, () => load("./plan") as typeof import("./plan")),
    entry(upgradeNotesCommand, () => load("./upgrade-notes") as typeof import("./upgrade-notes")),
    entry(wayCommand, () => load("./way") as typeof import("./way")),
    entry(updateCommand, () => load("./update") as typeof import("./update")),
    entry(rollbackCommand, () => load("./rollback") as typeof import("./rollback")),
    entry(rolloutCommand, () => load("./rollout") as typeof import("./rollout")),
    entry(holdListCommand, () => load("./hold-list") as typeof import("./hold-list")),
    entry(holdAddCommand, () => load("./hold-add") as typeof import("./hold-add")),
    entry(holdLiftCommand, () => load("./hold-lift") as typeof import("./hold-lift")),
    entry(buildCommand, () => load("./build") as typeof import("./build")),
    entry(injectCommand, () => load("./inject") as typeof import("./inject")),
    entry(pinCommand, () => load("./pin") as typeof import("./pin")),
    entry(checkCommand, () => load("./check") as typeof import("./check")),
    entry(renderCommand, () => load("./render") as typeof import("./render")),
    entry(diffCommand, () => load("./diff") as typeof import("./diff")),
    entry(sidecarsShowCommand, () => load("./sidecars-show") as typeof import("./sidecars-show")),
    entry(catalogRefreshCommand, () => load("./catalog-refresh") as typeof import("./catalog-refresh")),
    entry(catalogVerifyCommand, () => load("./catalog-verify") as typeof import("./catalog-verify")),
    entry(istioctlCommand, () => load("./istioctl") as typeof import("./istioctl")),
    entry(istioctlGetCommand, () => load("./istioctl-get") as typeof import("./istioctl-get")),
    entry(forgeCommentCommand, () => load("./forge-comment") as typeof import("./forge-comment")),
    entry(forgeHoldsCommand, () => load("./forge-holds") as typeof import("./forge-holds")),
    entry(forgeProposeCommand, () => load("./forge-propose") as typeof import("./forge-propose")),
    entry(forgeAmendCommand, () => load("./forge-amend") as typeof import("./forge-amend")),
    entry(forgeTouchedCommand, () => load("./forge-touched") as typeof import("./forge-touched")),
    entry(forgeDeployableCommand, () => load("./forge-deployable") as typeof import("./forge-deployable")),
    entry(forgeWavesCommand, () => load("./forge-waves") as typeof import("./forge-waves")),
    entry(completionCommand, () => load("./completion") as typeof import("./completion")),
    entry(completeStacksCommand, () => load("./complete-stacks") as typeof import("./complete-stacks")),
];

/** Commands of the test bed, `windlass cluster`: a checkout has them, the package does not bring it. */
function testBed(): readonly CommandEntry[] {
    const module = join(__dirname, "..", "tools", "test-bed", "commands.ts");
    if (!existsSync(module)) return [];
    return (load(module) as { readonly TEST_BED: readonly CommandEntry[] }).TEST_BED;
}

/** Every command there is here. */
export const COMMANDS: readonly CommandEntry[] = [...PRODUCT, ...testBed()];
