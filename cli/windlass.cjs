#!/usr/bin/env node
// The `windlass` bin: runs the TypeScript of cli/main.ts as it is, without a build step.
"use strict";
require("tsx/cjs");
const { main } = require("./main.ts");

main(process.argv.slice(2));
