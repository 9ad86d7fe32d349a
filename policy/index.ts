import { PolicyPack } from "@pulumi/policy";
import { policyPack } from "./pack";

new PolicyPack("windlass", policyPack());
