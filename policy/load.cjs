// What Pulumi's runner loads (`main` in package.json; PulumiPolicy.yaml has no say). The runner sets up a ts-node that would
// check all types of everything below, for another language level; tsx reads the pack as it reads the program.
require("tsx/cjs");
require("./index.ts");
