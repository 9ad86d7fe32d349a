import { defineMesh } from "./program/define-mesh";

/** The program of the example mesh: what `pulumi up` runs, and what every command of `windlass` evaluates. */
export = defineMesh();
