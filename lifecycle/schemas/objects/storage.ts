import { getIn } from "../../kit/json-path";
import type { SchemaFault } from "../validate";
import { isEmpty, listed } from "./fields";
import { type ObjectRule, fault } from "./object-rule";

/** ValidatePersistentVolumeClaimSpec in pkg/apis/core/validation. */
export const claim: ObjectRule = (object) => claimFaults(object["spec"], ["spec"]);

/** Claims a StatefulSet makes. */
export const claimTemplates: ObjectRule = (object) =>
    listed(object["spec"], ["spec"], "volumeClaimTemplates").flatMap(([template, path]) =>
        claimFaults(template["spec"], [...path, "spec"]),
    );

function claimFaults(spec: unknown, path: readonly (string | number)[]): readonly SchemaFault[] {
    return [
        ...(isEmpty(getIn(spec, ["accessModes"]))
            ? fault(
                  [...path, "accessModes"],
                  undefined,
                  "must name at least one mode",
                  "Write ReadWriteOnce, say",
              )
            : []),
        ...(getIn(spec, ["resources", "requests", "storage"]) === undefined
            ? fault(
                  [...path, "resources", "requests", "storage"],
                  undefined,
                  "is required",
                  "Say how much is asked for",
              )
            : []),
    ];
}
