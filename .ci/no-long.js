// Stands for a package that protobufjs takes where it is there.
export {};
