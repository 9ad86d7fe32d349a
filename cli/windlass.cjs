#!/usr/bin/env node
// The `windlass` bin. A checkout runs the TypeScript of cli/main.ts as it is, without a build step; the package brings it
// compiled, and no source.
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "main.ts");
const checkout = existsSync(source);
if (checkout) require("tsx/cjs");
const { main } = require(checkout ? source : join(__dirname, "..", "lib", "cli", "main.js"));

main(process.argv.slice(2));
