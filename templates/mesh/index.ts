import { defineMesh } from "windlass";

/**
 * What `pulumi up` runs, and what every `windlass` command evaluates. A team's own resources go into `extend`, by layer, and
 * are then rendered, checked and compared like the rest:
 *
 *     export = defineMesh({ extend: { workloads: ({ opts }) => void new MyResource("name", { … }, opts) } });
 */
export = defineMesh();
