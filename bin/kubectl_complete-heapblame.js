#!/usr/bin/env node
process.argv.splice(2, 0, "__complete");
require("../dist/cli/start.cjs");
