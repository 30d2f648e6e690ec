package posthouse.cli;

/// What is done where a port cannot be had.
enum Ports {
    /// It is an error, unless only this machine is listened to and the port needs rights that we
    /// have not: then that + 1000.
    AS_SET,
    /// Any free one is taken.
    OR_FREE
}
