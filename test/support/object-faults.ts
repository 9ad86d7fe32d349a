import { parse } from "yaml";
import type { ObjectRule } from "../../lifecycle/schemas/objects/object-rule";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** What a rule says of an object in YAML, as `path: rule`. */
export function faultsOf(rule: ObjectRule, text: string, minor = 34): readonly string[] {
    const object = parse(text) as Manifest;
    return rule(object, { minor }).map((fault) => `${fault.path.join(".")}: ${fault.rule}`);
}
