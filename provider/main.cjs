// The component provider, as Pulumi starts it: it prints its port, and answers over gRPC. A checkout runs the TypeScript as
// it is; the package brings it compiled, and no source.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { provider } = require("@pulumi/pulumi");
const { version } = require("../package.json");

const source = join(__dirname, "index.ts");
const isCheckout = existsSync(source);
if (isCheckout) require("tsx/cjs");
const { componentProvider } = require(isCheckout ? source : join(__dirname, "..", "lib", "provider"));

void provider.main(componentProvider(version), process.argv.slice(2));
